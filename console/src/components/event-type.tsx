import { Fragment } from 'react';

/** The type of an event; where there is little room it breaks after its dot. */
export function EventType({ type }: { type: string }) {
  return type.split('.').map((part, index) => (
    <Fragment key={index}>
      {index > 0 && (
        <>
          .<wbr />
        </>
      )}
      {part}
    </Fragment>
  ));
}

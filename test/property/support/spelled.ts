import fc from 'fast-check';

const UUID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi;

/** Another spelling of the ids in a value: the letters to write in upper case. */
export type Spelling = <Value>(value: Value) => Value;

/** Spellings that write at least one letter of each id in upper case, if it has a letter. */
export const spellings: fc.Arbitrary<Spelling> = fc.oneof(
  fc.constant(spell(() => true)),
  fc
    .array(fc.boolean(), { minLength: 7, maxLength: 31 })
    .map((upper) => spell((index) => upper[index % upper.length]!)),
);

function spell(isUpper: (index: number) => boolean): Spelling {
  const write = (id: string) => {
    const mixed = [...id].map((letter, index) => (isUpper(index) ? letter.toUpperCase() : letter)).join('');
    return mixed === id ? id.toUpperCase() : mixed;
  };
  return (value) => JSON.parse(JSON.stringify(value).replace(UUID, write)) as typeof value;
}

/** A value without what differs between worlds: ids numbered by first occurrence, no times, no cursors. */
export class Normal {
  private readonly places = new Map<string, number>();

  of(value: unknown): unknown {
    const text = JSON.stringify(value)
      .replace(UUID, (id) => `id ${this.placeOf(id)}`)
      .replace(/"\d{4}-\d\d-\d\dT[\d:.+Z-]*"/g, '"time"')
      .replace(/"(cursor|startCursor|endCursor)":"[^"]*"/g, '"$1":"cursor"')
      .replace(/"durationMs":\d+/g, '"durationMs":0');
    return JSON.parse(text);
  }

  // Distinguished by spelling: answers use lower case whatever was sent.
  private placeOf(id: string): number {
    if (!this.places.has(id)) this.places.set(id, this.places.size);
    return this.places.get(id)!;
  }
}

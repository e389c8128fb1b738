import { Choice, Filters } from '../../components/field.tsx';
import { offering } from '../../components/filters.ts';
import { useText } from '../../text/text.tsx';
import { STATUSES, type useExecutionFilter } from './execution-filter.ts';

/** The choices above the list of executions. */
export function ExecutionFilters({ filter }: { filter: ReturnType<typeof useExecutionFilter> }) {
  const { chosen, choose, automations, triggers } = filter;
  const { executions: text, status, common } = useText();
  return (
    <Filters label={text.filters}>
      <Choice
        label={text.automation}
        value={chosen.automation}
        onChange={({ target }) => choose({ automation: target.value })}
        options={offering(chosen.automation, automations, common.all)}
      />
      <Choice
        label={text.status}
        value={chosen.status}
        onChange={({ target }) => choose({ status: target.value })}
        options={[['', common.all], ['OPEN', text.underWay], ...STATUSES.map((each) => [each, status[each]] as const)]}
      />
      <Choice
        label={text.trigger}
        value={chosen.trigger}
        onChange={({ target }) => choose({ trigger: target.value })}
        options={offering(
          chosen.trigger,
          triggers.map((type) => [type, type]),
          common.all,
        )}
      />
      <Choice
        label={text.since}
        value={chosen.since}
        onChange={({ target }) => choose({ since: target.value })}
        options={Object.entries(text.sinces)}
      />
    </Filters>
  );
}

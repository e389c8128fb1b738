import fc from 'fast-check';
import { compareDecimals } from '../../kernel/decimal.js';
import type { Json } from '../../kernel/json.js';
import { LIMITS } from '../../kernel/limits.js';
import { compileTemplate } from './compile-template.js';
import { EmptyVariableError, TemplateError } from './template-error.js';

const SCOPE = {
  contact: { name: 'Ana', tags: ['VIP', 'Gold'], customFields: { 'shoe size': 42 }, phone: null, city: ' ' },
  prices: [{ unit: '12345678901234567.89' }, { unit: 0.2 }],
  order: {
    value: '1500.00',
    stage: { name: 'Won' },
    count: 0,
    paid: false,
    createdAt: new Date('2026-01-31T10:00:00Z'),
  },
};

const render = (value: Json, scope: object = SCOPE) => compileTemplate(value).render(scope);
const pathsOf = (value: Json) => compileTemplate(value).paths.map(({ path }) => path.join('.'));

const refusalOf = (value: Json) => {
  try {
    compileTemplate(value);
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(TemplateError);
    return error as TemplateError;
  }
};
const mistakesOf = (value: Json) => refusalOf(value)?.mistakes ?? [];
const pathsBeside = (value: Json) =>
  refusalOf(value)!
    .paths.map(({ path }) => path.join('.'))
    .sort();

/** The lowest of three measurements, in milliseconds of processor time: other processes do not count. */
function cheapest(act: () => void): number {
  const costs = [1, 2, 3].map(() => {
    const before = process.cpuUsage();
    act();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  });
  return Math.min(...costs);
}

describe('filling in', () => {
  it('fills every text of a JSON value and leaves the rest as it is', () => {
    expect(
      render({ text: 'Hi {{ contact.name }}!', list: ['{{ order.stage.name }}', 7, null, true], deep: { plain: 'x' } }),
    ).toEqual({
      text: 'Hi Ana!',
      list: ['Won', 7, null, true],
      deep: { plain: 'x' },
    });
  });

  it.each([
    ['{{ order.value }}', '1500.00'],
    ['{{ order.value | plus: "0.5" }}', 1500.5],
    ['{{ "0.1" | plus: "0.2" }}', 0.3],
    ['{{ "12345678901234567.89" | plus: "0.01" }}', '12345678901234567.9'],
    ['{{ "12345678901234567.89" | times: 3 | minus: "0.67" }}', '37037036703703703'],
    ['{{ "12345678901234567.89" | divided_by: 1 | round: 1 }}', '12345678901234567.9'],
    ['{{ 1.005 | times: 1 | round: 2 }}', 1.01],
    ['{{ 10 | divided_by: 4 }}', 2.5],
    ['{{ 1 | divided_by: 3 }}', 0.333333333333333],
    [
      '{{ -2.5 | round }} {{ -2.5 | ceil }} {{ -2.5 | floor }} {{ 2.1 | ceil }} {{ 1250 | round: -2 }}',
      '-3 -2 -3 3 1300',
    ],
    ['{{ 10 | divided_by: 4, true }}', 2],
    ['{{ "-0.7" | modulo: "0.3" }}', 0.2],
    ['{{ "-12345678901234567.89" | abs | at_least: 5 | at_most: "12345678901234567.88" }}', '12345678901234567.88'],
    ['{{ "1.1,2.2,x" | split: "," | sum }}', 3.3],
    ['{{ prices | sum: "unit" | ceil }}', '12345678901234569'],
    ['{{ "no number" | plus: 2 }}', 2],
    ['{{ contact.tags }}', ['VIP', 'Gold']],
    [' {{ contact.tags | size }}\n', 2],
    ['{{ contact.customFields }}', { 'shoe size': 42 }],
    ['{{ contact.customFields["shoe size"] }}', 42],
    ['{{ contact.tags[0] }}', 'VIP'],
    ['{{ order.count }}', 0],
    ['{{ order.paid }}', false],
    ['{{ order.createdAt }}', '2026-01-31T10:00:00.000Z'],
  ])('keeps the type of a placeholder alone: %s', (text, value) => expect(render(text)).toEqual(value));

  it.each([
    ['{{ order.value | times: 2 }} in all', '3000 in all'],
    ['Since {{ order.createdAt }}', 'Since 2026-01-31T10:00:00.000Z'],
    ['Sizes {{ contact.customFields }}', 'Sizes {"shoe size":42}'],
    ['{% for tag in contact.tags %}{{ forloop.index }}:{{ tag }} {% endfor %}', '1:VIP 2:Gold '],
    ['{% if contact.phone %}Call{% else %}Write{% endif %}', 'Write'],
    ['{% assign name = contact.name | upcase %}{{ name }}', 'ANA'],
    ['{% raw %}{{ untouched }}{% endraw %}', '{{ untouched }}'],
  ])('renders into text: %s', (text, written) => expect(render(text)).toBe(written));

  it.each([
    ['{{ order.createdAt | date: "%d/%m %H:%M" }}', '31/01 10:00'],
    ['{{ "2026-01-31T10:00:00" | date: "%H:%M" }}', '10:00'],
    ['{{ "2026-01-31T10:00:00Z" | date: "%H:%M", "America/Sao_Paulo" }}', '07:00'],
  ])('shows dates in UTC unless a zone is named: %s', (text, written) => expect(render(text)).toBe(written));

  it('does not share assigned variables between texts', () => {
    expect(() => render(['{% assign x = 1 %}{{ x }}', '{{ x }}'])).toThrow(EmptyVariableError);
  });
});

describe('an empty placeholder', () => {
  it.each([
    ['{{ contact.phone }}', '{{ contact.phone }}'],
    ['{{ contact.city }}', '{{ contact.city }}'],
    ['{{ contact.fax }}', '{{ contact.fax }}'],
    ['Hi {{ contact.fax | upcase }}!', '{{ contact.fax | upcase }}'],
    ['{% if contact.name %}{{ contact.fax }}{% endif %}', '{{ contact.fax }}'],
    ['{% capture x %}{{ contact.fax }}{% endcapture %}', '{{ contact.fax }}'],
    ['{{ contact.fax | default: contact.phone }}', '{{ contact.fax | default: contact.phone }}'],
  ])('is rejected by name: %s', (text, name) => {
    expect(() => render(text)).toThrow(EmptyVariableError);
    expect(() => render(text)).toThrow(`${name} is empty: give it a default, as in {{ contact.`);
  });

  it('says how to add a default', () => {
    expect(() => render('{{ contact.fax }}')).toThrow(
      '{{ contact.fax }} is empty: give it a default, as in {{ contact.fax | default: "friend" }}',
    );
    expect(() => render('{{ contact.fax | join: "; " }}')).toThrow(
      'as in {{ contact.fax | join: "; " | default: "friend" }}',
    );
    expect(render('{{ contact.fax | join: "; " | default: "friend" }}')).toBe('friend');
  });

  it.each([
    ['Hi {{ contact.phone | default: "friend" }}!', 'Hi friend!'],
    ['Hi {{ contact.city | default: "there" }}!', 'Hi there!'],
    ['{{ contact.phone | default: 5 }}', 5],
    ['{{ order.paid | default: true, allow_false: true }}', false],
    ['Hi{{ contact.phone | default: "" }}!', 'Hi!'],
  ])('uses the default: %s', (text, written) => expect(render(text)).toBe(written));
});

describe('paths', () => {
  it('are the facts that are read, each with its path', () => {
    expect(compileTemplate({ a: '{{ order.value }}', b: ['{{ contact.name | append: contact.city }}'] }).paths).toEqual(
      [
        { path: ['order', 'value'], at: ['a'] },
        { path: ['contact', 'name'], at: ['b', 0] },
        { path: ['contact', 'city'], at: ['b', 0] },
      ],
    );
  });

  it.each([
    [
      '{% for tag in contact.tags limit: order.count %}{{ tag }}{{ forloop.index }}{% endfor %}',
      ['contact.tags', 'order.count'],
    ],
    ['{% assign x = order.value %}{{ x }}{% capture y %}{{ x }}{% endcapture %}{{ y }}', ['order.value']],
    [
      '{% case order.stage.name %}{% when contact.name, "x" %}{{ trigger.order.value }}{% endcase %}',
      ['order.stage.name', 'contact.name', 'trigger.order.value'],
    ],
    ['{% unless a.b == c.d %}{% elsif e.f %}{% endunless %}{{ (1..g.h) | join }}', ['a.b', 'c.d', 'e.f', 'g.h']],
    [
      '{{ contact.tags[0] }}{{ contact.tags.first }}{{ contact["name"] }}',
      ['contact.tags.0', 'contact.tags.first', 'contact.name'],
    ],
    ['{{ x | default: steps.tag.output.id, allow_false: y.z }}', ['x', 'steps.tag.output.id', 'y.z']],
  ])('omit variables that the template defines: %s', (text, paths) =>
    expect(pathsOf(text).sort()).toEqual(paths.sort()),
  );
});

describe('mistakes', () => {
  it('are reported all at once, each with its path', () => {
    expect(
      mistakesOf({ a: 'Hi {{ order.value', b: ['ok', '{% if x %}'], c: { '{{ k }}': 1 }, d: '{{ x | shout }}' }).map(
        ({ path }) => path,
      ),
    ).toEqual([['a'], ['b', 1], ['c', '{{ k }}'], ['d']]);
  });

  it('in several filters are reported all at once, together with the facts that the template reads', () => {
    const text = '{% if a | shout %}{{ b.c | whisper | shout }}{% endif %}{% assign x = d | yell %}';
    expect(mistakesOf(text).map(({ message }) => /"(.*?)"/.exec(message)![1])).toEqual(['shout', 'whisper', 'yell']);
    expect(pathsBeside(text)).toEqual(['a', 'b.c', 'd']);
  });

  it.each(['include', 'render', 'layout', 'block', 'echo', 'liquid', 'increment', 'cycle', 'tablerow', '#', 'x'])(
    'reject the tag %s',
    (tag) => {
      expect(mistakesOf(`{% ${tag} "package.json" %}`)[0]!.message).toContain(
        `Templates have no tag "${tag}". Known: assign,`,
      );
    },
  );

  it.each(['where_exp', 'group_by_exp', 'concat', 'push', 'sample', 'raw', 'constructor', 'shout'])(
    'reject the filter %s',
    (filter) => {
      expect(mistakesOf(`{{ x | ${filter}: "a", "b" }}`)[0]!.message).toContain(
        `Unknown filter "${filter}". Known: abs,`,
      );
    },
  );

  it.each([
    '{{ order[foo] }}',
    '{{ order[foo.bar].x }}',
    '{{ [order.name] }}',
    '{{ a | append: b[c] }}',
    '{% for x in y[z] %}{% endfor %}',
    '{{ "abc".size }}',
    '{{ order[true] }}',
  ])('reject a path that cannot be checked: %s', (text) =>
    expect(mistakesOf(text)[0]!.message).toContain('cannot be checked'),
  );

  it.each([
    '{{ }}',
    '{{ | upcase }}',
    '{{ order.value ',
    '{% for x in %}{% endfor %}',
    '{% endif %}',
    '{% if a %}{% if a %}',
  ])('refuse %s', (text) => {
    expect(mistakesOf(text)).toHaveLength(1);
  });
});

describe('limits', () => {
  const big = `${'x,'.repeat(5_000)}y`;

  it.each([
    ['{% for i in (1..100000000) %}{% for j in (1..100000000) %}x{% endfor %}{% endfor %}'],
    ['{% for i in (1..1000) %}{% for j in (1..1000) %}{% for k in (1..1000) %}{% endfor %}{% endfor %}{% endfor %}'],
    [
      '{% assign a = big | split: "," %}{% for i in a %}{% for j in a %}{% for k in a %}{% endfor %}{% endfor %}{% endfor %}',
    ],
    [`{% assign a = "x" %}${'{% capture a %}{{ a }}{{ a }}{% endcapture %}'.repeat(60)}{{ a }}`],
    [`{% assign a = "x" %}${'{% assign a = a | append: a %}'.repeat(60)}{{ a }}`],
    [`{% assign a = 9 %}${'{% assign a = a | times: a %}'.repeat(60)}{{ a }}`],
    [`{% assign a = big | split: "," %}{% if ${'a == a and '.repeat(4_000)} a %}{% endif %}`],
    [
      `{% assign a = big | split: "," %}{% assign b = a | reverse | compact %}{% case a %}{% when ${'c, b, '.repeat(8_000)} d %}{% endcase %}`,
    ],
    ['{% for i in (1..1000) %}{{ "now" | date: "%999999999d" }}{% endfor %}'],
  ])('stop a hostile template at once: %#', (text) => {
    const template = compileTemplate(text);
    expect(() => template.render({ big })).toThrow(TemplateError);
  });

  const long = 'x, '.repeat(20_000);
  const heavy = [
    '{% for i in (1..6500) %}{% assign x = "2026-01-31T10:00:00Z" | date: "%H:%M", "America/Sao_Paulo" %}{% endfor %}',
    `{% assign x = "2026-01-31T10:00:00Z" | date: "${'%A'.repeat(10_000)}" %}`,
    '{% for i in (1..6500) %}{% assign x = "2026-01-31T10:00:00Z" | date_to_rfc822 %}{% endfor %}',
    '{% assign a = long | split: "" %}{% for i in (1..100) %}{% assign b = a | sort_natural | where: "a", "b" | uniq | map: "x" %}{% endfor %}',
    `{% assign a = "x, " %}${'{% assign a = a | append: a %}'.repeat(18)}{% assign b = a | split: "" | sort %}`,
    `{% for i in (1..1000) %}{% assign a = long | slugify: "latin" %}{% assign b = long | replace: ",", ";" | url_encode %}{% endfor %}`,
    `{% assign a = "${'9'.repeat(390)}" %}{% for i in (1..20000) %}{% assign b = a | divided_by: "${'7'.repeat(380)}" %}{% endfor %}`,
    '{% for i in (1..1000) %}{% assign b = numbers | sum: "n" %}{% endfor %}',
  ];
  const numbers = Array.from({ length: 2_000 }, (_, n) => ({ n: `${n}.25` }));

  it.each(heavy)('charge for expensive operations, and stop in time: %#', (text) => {
    const template = compileTemplate(text);
    expect(
      cheapest(() => expect(() => template.render({ long, numbers })).toThrow(/too much work|longer than 50 ms/)),
    ).toBeLessThan(250);
  });

  it('apply to all texts of a value together', () => {
    const dates =
      '{% for i in (1..50) %}{% assign x = "2026-01-31T10:00:00Z" | date: "%H:%M", "America/Sao_Paulo" %}{% endfor %}x';
    expect(render([dates])).toEqual(['x']);
    const template = compileTemplate(Array<Json>(20).fill(dates));
    expect(cheapest(() => expect(() => template.render({})).toThrow(/too much work|longer than 50 ms/))).toBeLessThan(
      250,
    );
  });

  it('allow 50 orders, each with its date in a time zone', () => {
    const orders = Array.from({ length: 50 }, (_, index) => ({
      name: `Order ${index}`,
      createdAt: '2026-01-31T10:00:00Z',
    }));
    const text =
      '{% for o in orders %}{{ o.name }} {{ o.createdAt | date: "%d/%m", "America/Sao_Paulo" }}; {% endfor %}';
    expect(render(text, { orders })).toContain('Order 49 31/01; ');
  });

  it('stop output that is too large, over all texts of a value', () => {
    const half = 'x'.repeat(LIMITS.maxTemplateOutputBytes / 2);
    expect(render(['{{ half }}', '{{ half }}'], { half })).toEqual([half, half]);
    expect(() => render(['{{ half }}', '{{ half }}', '{{ one }}'], { half, one: 'x' })).toThrow(
      'larger than 65536 bytes',
    );
    expect(() => render({ deep: ['{{ list }}'] }, { list: [half, half, 'x'] })).toThrow('larger than 65536 bytes');
  });

  it('reject a value with infinite nesting', () => {
    let value: Json = '{{ x }}';
    for (let depth = 0; depth < 10_000; depth += 1) value = [value];
    expect(mistakesOf(value)[0]!.message).toContain('Nested deeper');
  });

  it('reject what is not a number in JSON', () => {
    expect(() => render('{{ 1 | divided_by: 0 }}')).toThrow('divided by zero');
  });

  it('allow a long legitimate message', () => {
    const orders = Array.from({ length: 200 }, (_, index) => ({ name: `Order ${index}`, value: '10.00' }));
    expect(
      render('{% for o in orders %}{{ o.name }}: {{ o.value | times: 2 | round: 2 }}; {% endfor %}', { orders }),
    ).toContain('Order 199: 20; ');
  });
});

describe('properties', () => {
  it('money adds up to the cent, whatever its size', () => {
    const cents = fc.bigInt({ min: 0n, max: 10n ** 19n - 1n });
    const textOf = (amount: bigint) => String(amount).padStart(3, '0').replace(/(..)$/, '.$1');
    fc.assert(
      fc.property(cents, cents, (a, b) => {
        const scope = { a: textOf(a), b: textOf(b) };
        expect(compareDecimals(render('{{ a | plus: b }}', scope), textOf(a + b))).toBe(0);
        expect(
          compareDecimals(render('{{ a | minus: b | times: 3 | divided_by: 3 | plus: b }}', scope), textOf(a)),
        ).toBe(0);
      }),
    );
  });

  const withoutMarkup = fc.jsonValue({ maxDepth: 5 }).filter((value) => !/\{\{|\{%/.test(JSON.stringify(value)));

  it('any constant JSON is returned unchanged', () => {
    fc.assert(
      fc.property(withoutMarkup, (value) => {
        const template = compileTemplate(value as Json);
        return template.isConstant && template.paths.length === 0 && template.render({}) === value;
      }),
    );
  });

  it('any JSON beside a placeholder comes back equal', () => {
    fc.assert(
      fc.property(withoutMarkup, (value) =>
        expect(render(['{{ contact.name }}', value as Json])).toEqual(['Ana', value]),
      ),
    );
  });

  it('any text or JSON fact is returned unchanged by a lone placeholder', () => {
    const fact = fc
      .jsonValue({ maxDepth: 4 })
      .filter((value) => value !== null && (typeof value !== 'string' || value.trim() !== ''));
    fc.assert(
      fc.property(fact, (value) =>
        expect(JSON.stringify(render('{{ fact }}', { fact: value }))).toBe(JSON.stringify(value)),
      ),
    );
  });

  it('any fact reads the same with and without Liquid', () => {
    const attempt = (text: string, fact: unknown) => {
      try {
        return render(text, { fact });
      } catch (error) {
        return (error as Error).constructor.name;
      }
    };
    const path = fc.constantFrom('fact', 'fact.a', 'fact.a.b', 'fact["a"]', 'fact.__proto__', 'fact.a.constructor');
    const fact = fc.oneof(fc.jsonValue(), fc.record({ a: fc.oneof(fc.jsonValue(), fc.record({ b: fc.jsonValue() })) }));
    fc.assert(
      fc.property(path, fact, (name, value) => {
        expect(attempt(`<{{ ${name} }}>`, value)).toEqual(attempt(`<{{ ${name} }}{% if true %}{% endif %}>`, value));
      }),
    );
  });

  it('any text compiles or reports what is wrong', () => {
    const piece = fc.constantFrom(
      '{{',
      '}}',
      '{%',
      '%}',
      ' ',
      'if',
      'for',
      'in',
      'order.value',
      '|',
      'default:',
      '"',
      '[',
      ']',
      '(',
      '..',
      ')',
      'endif',
      'x',
      '-',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) =>
        expect(() => mistakesOf(pieces.join(' '))).not.toThrow(),
      ),
      { numRuns: 500 },
    );
  });

  it('no path reaches a prototype', () => {
    const part = fc.constantFrom(
      '__proto__',
      'constructor',
      'prototype',
      'toString',
      'valueOf',
      'hasOwnProperty',
      'call',
      '__defineGetter__',
    );
    const before = Object.getOwnPropertyNames(Object.prototype);
    fc.assert(
      fc.property(
        fc.constantFrom('contact', 'contact.name', 'contact.tags', 'contact.tags.first'),
        fc.array(part, { minLength: 1, maxLength: 3 }),
        (root, parts) => {
          expect(() => render(`{{ ${[root, ...parts].join('.')} }}`)).toThrow(EmptyVariableError);
          expect(() => render(`{{ ${parts.join('.')} }}`)).toThrow(EmptyVariableError);
          render(`{% assign ${parts[0]} = "x" %}{% capture ${parts[0]} %}y{% endcapture %}`);
          render(JSON.parse(`{"__proto__": "{{ contact.name }}"}`) as Json);
        },
      ),
    );
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
    expect(({} as { x?: string }).x).toBeUndefined();
  });
});

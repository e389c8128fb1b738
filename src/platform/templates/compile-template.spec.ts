import fc from 'fast-check';
import type { Json } from '../../kernel/json.js';
import { compileTemplate } from './compile-template.js';
import { EmptyVariableError, TemplateError } from './template-error.js';

const render = (value: Json, scope: object = {}) => compileTemplate(value).render(scope);
const mistakesOf = (value: Json) => {
  try {
    compileTemplate(value);
  } catch (error) {
    return (error as TemplateError).mistakes;
  }
  return [];
};

describe('a template', () => {
  it('fills every text of a JSON value', () => {
    expect(render({ a: ['Hi {{ contact.name }}', 1], b: true }, { contact: { name: 'Ana' } })).toEqual({ a: ['Hi Ana', 1], b: true });
  });

  it('keeps the type of a placeholder that stands alone', () => {
    expect(render('{{ order.tags }}', { order: { tags: ['a', 'b'] } })).toEqual(['a', 'b']);
    expect(render('{{ order.value | plus: 1 }}', { order: { value: '2.5' } })).toBe(3.5);
  });

  it('names the facts it reads, and where', () => {
    expect(compileTemplate({ text: '{% for t in contact.tags %}{{ t }}{% endfor %}', n: ['{{ order.value }}'] }).paths).toEqual([
      { path: ['contact', 'tags'], at: ['text'] },
      { path: ['order', 'value'], at: ['n', 0] },
    ]);
  });

  it('fails on an empty placeholder, and names it', () => {
    expect(() => render('{{ contact.name }}', { contact: {} })).toThrow(EmptyVariableError);
    expect(() => render('Hi {{ contact.name }}!', { contact: { name: ' ' } })).toThrow('{{ contact.name }} is empty');
    expect(() => render('{% if true %}Hi {{ contact.name }}{% endif %}', {})).toThrow('{{ contact.name }} is empty');
  });

  it('takes a default for an empty one', () => {
    expect(render('Hi {{ contact.name | default: "friend" }}!')).toBe('Hi friend!');
    expect(render('{{ contact.name | default: "friend" }}')).toBe('friend');
  });

  it('reports every mistake with its path', () => {
    expect(mistakesOf({ a: '{{ order.value', b: ['{% include "x" %}', '{{ order[foo] }}'], c: '{{ a | nonsense }}' }).map(({ path }) => path)).toEqual([['a'], ['b', 0], ['b', 1], ['c']]);
  });

  it('reads no files', () => {
    for (const tag of ['include', 'render', 'layout', 'block']) expect(mistakesOf(`{% ${tag} "package.json" %}`)).toHaveLength(1);
  });

  it('stops a hostile loop', () => {
    expect(() => render('{% for i in (1..100000000) %}x{% endfor %}')).toThrow();
    expect(() => render('{% for i in (1..3000) %}{% for j in (1..3000) %}x{{ i }}{% endfor %}{% endfor %}')).toThrow();
  });

  it('never reaches a prototype', () => {
    expect(() => render('{{ contact.constructor.name }}', { contact: {} })).toThrow(EmptyVariableError);
    expect(() => render('{{ contact.__proto__ }}', { contact: {} })).toThrow(EmptyVariableError);
  });

  it('leaves a value without placeholders as it is', () => {
    const plain = fc.jsonValue().filter((value) => !/\{[{%]/.test(JSON.stringify(value)));
    fc.assert(fc.property(plain, (value) => expect(render(value as Json)).toEqual(value)));
  });
});

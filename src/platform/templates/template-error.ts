import type { Mistake } from '../../kernel/errors.js';

/** A template that cannot be used; every mistake has its path within the value that held it. */
export class TemplateError extends Error {
  constructor(readonly mistakes: Mistake[]) {
    super(mistakes.map(({ message }) => message).join('; '));
  }
}

/** A placeholder came out empty when it was filled in, and had no default. */
export class EmptyVariableError extends Error {
  constructor(placeholder: string) {
    super(`${placeholder} is empty: give it a default, as in {{ contact.name | default: "friend" }}`);
  }
}

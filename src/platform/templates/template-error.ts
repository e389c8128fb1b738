import { DomainError, inWords, type Mistake } from '../../kernel/errors.js';

/** A template that cannot be compiled or rendered; each mistake has its path within the value. */
export class TemplateError extends DomainError {
  /** `paths` are the facts it reads anyway, so that they can be checked too. */
  constructor(
    readonly mistakes: Mistake[],
    readonly paths: { path: string[]; at: Mistake['path'] }[] = [],
  ) {
    super('INVALID_INPUT', inWords(mistakes), mistakes);
    this.name = 'TemplateError';
  }
}

/** A placeholder without a default is empty. */
export class EmptyVariableError extends Error {
  /** `placeholder` is the text between the braces; `variables` are the paths it reads. */
  constructor(
    placeholder: string,
    readonly variables: string[],
  ) {
    super(`{{ ${placeholder} }} is empty: give it a default, as in {{ ${placeholder} | default: "friend" }}`);
    this.name = 'EmptyVariableError';
  }
}

import { DomainError, type Mistake } from '../../kernel/errors.js';

/** A template that cannot be used, or not be filled in; every mistake has its path within the value that holds it. */
export class TemplateError extends DomainError {
  /** `paths` are the facts it reads all the same, to be checked beside its mistakes. */
  constructor(
    readonly mistakes: Mistake[],
    readonly paths: { path: string[]; at: Mistake['path'] }[] = [],
  ) {
    super('INVALID_INPUT', mistakes.map(({ message }) => message).join('; '), mistakes);
    this.name = 'TemplateError';
  }
}

/** A placeholder without a default came out empty. */
export class EmptyVariableError extends Error {
  /** `placeholder` is what stands between the braces; `variables` are the paths that it reads. */
  constructor(
    placeholder: string,
    readonly variables: string[],
  ) {
    super(`{{ ${placeholder} }} is empty: give it a default, as in {{ ${placeholder} | default: "friend" }}`);
    this.name = 'EmptyVariableError';
  }
}

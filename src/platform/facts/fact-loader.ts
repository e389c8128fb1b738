import DataLoader from 'dataloader';
import type { Reader } from '../database/reader.js';
import type { FactsDefinition } from './define-facts.js';

/** Loads facts for one batch of work: requests of the same turn become one statement for each kind and workspace. */
export class FactLoader {
  private readonly loaders = new Map<string, DataLoader<string, object | undefined>>();

  constructor(private readonly readerOf: (workspaceId: string) => Reader) {}

  /** The current facts of one entity; undefined if it does not exist or there is no id. */
  async load(facts: FactsDefinition, workspaceId: string, id: string | null | undefined): Promise<object | undefined> {
    return id ? this.loaderOf(facts, workspaceId).load(id) : undefined;
  }

  private loaderOf(facts: FactsDefinition, workspaceId: string): DataLoader<string, object | undefined> {
    const name = `${facts.name} ${workspaceId}`;
    let loader = this.loaders.get(name);
    if (!loader) {
      const reader = this.readerOf(workspaceId);
      loader = new DataLoader(async (ids) => {
        const found = await facts.load(reader, ids);
        return ids.map((id) => found.get(id));
      });
      this.loaders.set(name, loader);
    }
    return loader;
  }
}

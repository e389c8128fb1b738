import { Injectable } from '@nestjs/common';
import { DomainError } from '../../kernel/errors.js';
import type { Work } from './work.js';

/** Objects of one kind that are about to be deleted. */
export interface Vanishing {
  /** The kind of object, as in `reference('tag')`. */
  kind: string;
  ids: readonly string[];
  /** Whether a text names one of them; for kinds that are also referred to by name. */
  isNamed?: (text: string) => boolean;
  /** A regular expression of Postgres for texts that refer to one of them; for kinds that are referred to within texts. */
  pattern?: string;
}

/** Something that refers to an object that is about to be deleted or changed. */
export interface User {
  /** It in words, such as `automation "Won"`. */
  words: string;
  /** Turns it off, so that it no longer uses the object; the reason goes into its audit. */
  turnOff(reason: string): Promise<void>;
}

/** What is deleted or changed although it may be used. */
interface Use {
  /** The object in words, such as `The tag "VIP"`. */
  what: string;
  /** Whether its users are turned off instead of CONFLICT. */
  force: boolean;
  becomes: 'deleted' | 'changed';
}

/** A contact or an order that is about to be deleted. */
export interface DeletedSubject {
  contactId: string | null;
  orderId: string | null;
}

/** What has a say when the CRM deletes something; it registers itself at start. Each method runs within the unit of work of the deletion. */
export interface DeletionWatcher {
  /** Who refers to the objects; nobody can begin to until the unit of work ends. */
  users?(work: Work, vanishing: Vanishing): Promise<User[]>;
  /** Ends what is about the subject. */
  subjectDeleted?(work: Work, subject: DeletedSubject): Promise<void>;
  /** Removes the personal data of a deleted contact. CONFLICT while something still acts on it. */
  contactErased?(work: Work, contactId: string): Promise<void>;
  /** Lets what is about one contact be about another. */
  contactMerged?(work: Work, merge: Merge): Promise<void>;
}

/** Two contacts that become one: the second is deleted. */
export interface Merge {
  into: string;
  from: string;
}

const MOST_NAMED = 20;

/** Asks and tells other modules when objects of the CRM are deleted, so that the CRM does not have to know them. */
@Injectable()
export class Deletions {
  private readonly watchers: DeletionWatcher[] = [];

  /** Registers a watcher. */
  watch(watcher: DeletionWatcher): void {
    this.watchers.push(watcher);
  }

  /** CONFLICT that names whoever refers to one of the objects; with `force`, turns them off instead. */
  async assertUnused(work: Work, vanishing: Vanishing, { what, force, becomes }: Use): Promise<void> {
    const users: User[] = [];
    for (const watcher of this.watchers) users.push(...((await watcher.users?.(work, vanishing)) ?? []));
    if (users.length > 0 && !force) throw new DomainError('CONFLICT', `${what} is used by ${inWords(users)}`);
    for (const user of users) await user.turnOff(`${what} was ${becomes}`);
  }

  /** Tells that a contact or an order is being deleted. */
  async subjectDeleted(work: Work, subject: DeletedSubject): Promise<void> {
    for (const watcher of this.watchers) await watcher.subjectDeleted?.(work, subject);
  }

  /** Tells that the personal data of a contact is to be removed. */
  async contactErased(work: Work, contactId: string): Promise<void> {
    for (const watcher of this.watchers) await watcher.contactErased?.(work, contactId);
  }

  /** Tells that two contacts become one. */
  async contactMerged(work: Work, merge: Merge): Promise<void> {
    for (const watcher of this.watchers) await watcher.contactMerged?.(work, merge);
  }
}

function inWords(users: readonly User[]): string {
  const named = users.slice(0, MOST_NAMED).map(({ words }) => words);
  const more = users.length > MOST_NAMED ? ` and ${users.length - MOST_NAMED} more` : '';
  return `${named.join(', ')}${more}`;
}

/** What an event can be about, and an action can act on. */
export type Subject = 'contact' | 'order';

/** What an action requires of the event; `either`: a contact or an order. */
export type Need = Subject | 'either';

import type { StoredEvent } from '../../platform/events/stored-event.js';
import { addresseeOf } from '../../triggers/addressed-events.js';
import type { Listener } from './listener.js';
import { ruledOut, type Pin } from './rule.js';

/** Listeners that depend on the same values of an event, by the values they require. */
interface Shelf {
  pins: Pin[];
  all: Listener[];
  byKeys: Map<string, Listener[]>;
}

/** Finds the listeners of one event type by the event's values: listeners that these rule out cost nothing. */
export class ListenerLookup {
  private readonly places = new Map<Listener, number>();
  private readonly byAutomation = new Map<string, Listener>();
  private readonly shelves = new Map<string, Shelf>();

  /** Adds a listener; found listeners keep the insertion order. */
  add(listener: Listener): void {
    this.places.set(listener, this.places.size);
    this.byAutomation.set(listener.automationId, listener);
    const pins = listener.rule instanceof Error ? [] : listener.rule.pins;
    const shelf = this.shelfFor(pins);
    shelf.all.push(listener);
    const keys = joined(pins.map(({ key }) => key));
    const alike = shelf.byKeys.get(keys);
    if (alike) alike.push(listener);
    else shelf.byKeys.set(keys, [listener]);
  }

  /** The listeners that an event is for, whatever its values. */
  allFor(event: StoredEvent): Listener[] {
    const to = addresseeOf(event);
    if (to === undefined) return [...this.places.keys()];
    const addressee = this.byAutomation.get(to);
    return addressee ? [addressee] : [];
  }

  /** The listeners that the event itself does not rule out. */
  find(event: StoredEvent): Listener[] {
    const found =
      addresseeOf(event) === undefined
        ? [...this.shelves.values()].flatMap((shelf) => onShelf(shelf, event.payload))
        : this.allFor(event);
    const left = found.filter(({ rule }) => rule instanceof Error || !ruledOut(event, rule));
    return left.sort((a, b) => this.places.get(a)! - this.places.get(b)!);
  }

  private shelfFor(pins: Pin[]): Shelf {
    const name = joined(pins.map((pin) => pin.name));
    let shelf = this.shelves.get(name);
    if (!shelf) this.shelves.set(name, (shelf = { pins, all: [], byKeys: new Map() }));
    return shelf;
  }
}

// If the event does not contain the value, it rules out no listener.
function onShelf({ pins, all, byKeys }: Shelf, payload: unknown): Listener[] {
  const said = pins.map((pin) => pin.keyIn(payload));
  if (said.includes(undefined)) return all;
  return said.includes(null) ? [] : (byKeys.get(joined(said as string[])) ?? []);
}

const joined = (texts: string[]) => JSON.stringify(texts);

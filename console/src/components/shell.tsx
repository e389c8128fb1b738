import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { useMe } from '../api/queries.ts';
import { signOut } from '../api/session.ts';
import { useConnection } from '../api/socket.ts';
import { LANGUAGES, useLanguage, useText, type Language } from '../text/text.tsx';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { useShortcuts } from './shortcuts.ts';
import { chooseTheme, theme, THEMES, type Theme } from './theme.ts';
import styles from './shell.module.css';

const PLACES = [
  ['/', 'now'],
  ['/automations', 'automations'],
  ['/executions', 'executions'],
  ['/events', 'events'],
  ['/contacts', 'contacts'],
  ['/tasks', 'tasks'],
  ['/board', 'board'],
  ['/failures', 'failures'],
  ['/settings', 'settings'],
] as const;

/** The frame of every screen: navigation, search, the user, and the state of the connection. */
export function Shell({ children }: { children: ReactNode }) {
  const text = useText();
  const [isHelpOpen, openHelp] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  const main = useRef<HTMLElement>(null);
  useShortcuts({ '/': () => search.current?.focus(), '?': () => openHelp(true) });
  return (
    <div className={styles.shell}>
      {/* A button: a link to #content would lead to the start screen's, as addresses are relative to <base>. */}
      <button type="button" className={styles.skip} onClick={() => main.current?.focus()}>
        {text.nav.skip}
      </button>
      <header className={styles.top}>
        <Link href="/" className={styles.brand}>
          <img src="./icon.svg" alt="" width="24" height="24" />
          <span>{text.product}</span>
        </Link>
        <Search field={search} />
        <Menu help={() => openHelp(true)} />
      </header>
      <Navigation />
      <ConnectionBanner />
      <main ref={main} className={styles.main} tabIndex={-1}>
        {children}
      </main>
      {isHelpOpen && <Help close={() => openHelp(false)} />}
    </div>
  );
}

function Navigation() {
  const text = useText();
  const [path] = useLocation();
  const list = useRef<HTMLUListElement>(null);
  // On a narrow screen it scrolls sideways: the current entry stays visible.
  useEffect(() => {
    const here = list.current?.querySelector<HTMLElement>('[aria-current]');
    if (here) list.current!.scrollLeft = here.offsetLeft - list.current!.clientWidth / 2 + here.clientWidth / 2;
  }, [path]);
  return (
    <nav className={styles.nav} aria-label={text.nav.label}>
      <ul ref={list}>
        {PLACES.map(([place, name]) => {
          const isHere =
            place === '/' ? path === '/' : path.startsWith(place) || (place === '/board' && path.startsWith('/orders'));
          return (
            <li key={place}>
              <Link href={place} aria-current={isHere ? 'page' : undefined}>
                {text.nav[name]}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

function Search({ field }: { field: React.RefObject<HTMLInputElement | null> }) {
  const text = useText();
  const [, navigate] = useLocation();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const words = field.current?.value.trim();
    if (words) navigate(`/search?text=${encodeURIComponent(words)}`);
  };
  return (
    <search className={styles.search}>
      <form onSubmit={submit}>
        <input
          ref={field}
          type="search"
          name="text"
          aria-label={text.nav.search}
          placeholder={text.nav.search}
          aria-keyshortcuts="/"
          maxLength={200}
        />
      </form>
    </search>
  );
}

function Menu({ help }: { help: () => void }) {
  const text = useText();
  const { language, choose } = useLanguage();
  const { data: me } = useMe();
  const [chosen, setChosen] = useState(theme);
  const details = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const closeOutside = (event: Event) => {
      const open = details.current;
      // The opener of a dialog must stay in the page, to get the focus back.
      if (document.querySelector('dialog[open]')) return;
      if (open && (event instanceof KeyboardEvent ? event.key === 'Escape' : !open.contains(event.target as Node)))
        open.open = false;
    };
    document.addEventListener('pointerdown', closeOutside);
    document.addEventListener('keydown', closeOutside);
    return () => {
      document.removeEventListener('pointerdown', closeOutside);
      document.removeEventListener('keydown', closeOutside);
    };
  }, []);
  return (
    <details ref={details} className={styles.menu}>
      <summary>{me ? me.workspace.name : text.nav.menu}</summary>
      <div className={styles.panel}>
        {me && (
          <p className={styles.who}>
            {me.name} · {text.settings.roles[me.role]}
          </p>
        )}
        <label>
          {text.nav.theme}
          <select
            value={chosen}
            onChange={({ target }) => {
              chooseTheme(target.value as Theme);
              setChosen(target.value as Theme);
            }}
          >
            {THEMES.map((each) => (
              <option key={each} value={each}>
                {text.nav.themes[each]}
              </option>
            ))}
          </select>
        </label>
        <label>
          {text.nav.language}
          <select value={language} onChange={({ target }) => choose(target.value as Language)}>
            {LANGUAGES.map(([each, name]) => (
              <option key={each} value={each} lang={each}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <Button onClick={help}>{text.nav.keys}</Button>
        <Button onClick={() => signOut('asked')}>{text.nav.signOut}</Button>
      </div>
    </details>
  );
}

const FOUND_SHOWN_MS = 4_000;

function ConnectionBanner() {
  const text = useText();
  const connection = useConnection();
  const [wasLost, setWasLost] = useState(false);
  useEffect(() => {
    if (connection === 'lost') setWasLost(true);
    if (connection !== 'open' || !wasLost) return undefined;
    const timer = setTimeout(() => setWasLost(false), FOUND_SHOWN_MS);
    return () => clearTimeout(timer);
  }, [connection, wasLost]);
  return (
    <div role="status" className={styles.status}>
      {wasLost && (
        <p className={`${styles.banner} ${connection === 'open' ? styles.found : ''}`}>
          {connection === 'open' ? text.connection.found : text.connection.lost}
        </p>
      )}
    </div>
  );
}

function Help({ close }: { close: () => void }) {
  const { shortcuts, common } = useText();
  const keys: [string, string][] = [
    ['/', shortcuts.search],
    ['J', shortcuts.next],
    ['K', shortcuts.previous],
    ['Enter', shortcuts.open],
    ['C', shortcuts.cancelExecution],
    ['R', shortcuts.retryExecution],
    ['?', shortcuts.help],
  ];
  return (
    <Dialog title={shortcuts.title} close={close}>
      <dl className={styles.keys}>
        {keys.map(([key, does]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <Button onClick={close}>{common.close}</Button>
    </Dialog>
  );
}

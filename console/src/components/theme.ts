import { keep, kept } from './kept.ts';

export type Theme = 'system' | 'light' | 'dark';
export const THEMES: Theme[] = ['system', 'light', 'dark'];

/** The theme that was chosen; the system's when none was. */
export const theme = (): Theme => THEMES.find((each) => each === kept('theme')) ?? 'system';

/** Shows the chosen theme; base.css does the rest. */
export function applyTheme(): void {
  const chosen = theme();
  if (chosen === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = chosen;
}

/** Chooses a theme and shows it. */
export function chooseTheme(chosen: Theme): void {
  keep('theme', chosen);
  applyTheme();
}

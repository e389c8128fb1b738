import type { ButtonHTMLAttributes, Ref } from 'react';
import styles from './button.module.css';

export type ButtonLook = 'primary' | 'danger' | 'plain' | 'usual';

/** The classes of a button, for a link that looks like one. */
export const buttonClass = (look: ButtonLook = 'usual'): string =>
  `${styles.button} ${look === 'usual' ? '' : styles[look]}`;

/** A button; `look` shows its importance. */
export function Button({
  look,
  className = '',
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & { look?: ButtonLook; ref?: Ref<HTMLButtonElement> }) {
  return <button type="button" className={`${buttonClass(look)} ${className}`} {...rest} />;
}

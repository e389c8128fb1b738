import { Component, type ReactNode } from 'react';
import { Broken } from './states.tsx';

interface Props {
  /** The screen inside, such as its path: another screen starts without the error of the previous one. */
  of: string;
  children: ReactNode;
}

/** Keeps an error in one screen, or a chunk that cannot be loaded, from breaking the whole console. */
export class Boundary extends Component<Props, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error): { error: Error } {
    return { error };
  }

  override componentDidUpdate({ of }: Props): void {
    if (of !== this.props.of && this.state.error) this.setState({ error: null });
  }

  override render(): ReactNode {
    return this.state.error ? <Broken error={this.state.error} /> : this.props.children;
  }
}

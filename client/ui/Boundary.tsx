import { Component, type ReactNode } from 'react'

type Props = {
  /** What stands where the children cannot be drawn; `again` tries them anew. */
  instead(error: unknown, again: () => void): ReactNode
  /** Another value is another thing to draw: it is tried at once. */
  of?: unknown
  children: ReactNode
}
type State = { failed: { error: unknown } | null }

/** Keeps the rest of the page standing where something in it cannot be drawn: without one React takes the whole page down. */
export class Boundary extends Component<Props, State> {
  override state: State = { failed: null }

  static getDerivedStateFromError(error: unknown): State {
    return { failed: { error } }
  }

  override componentDidUpdate(before: Props, { failed }: State): void {
    // What failed just now failed with this value.
    if (failed && before.of !== this.props.of) this.#again()
  }

  #again = () => this.setState({ failed: null })

  override render(): ReactNode {
    const { failed } = this.state
    return failed ? this.props.instead(failed.error, this.#again) : this.props.children
  }
}

import styles from './point.module.css'

/** One thing to know, in the middle of an otherwise empty page. */
export function Notice(props: { title: string; text: string; code?: string; children?: React.ReactNode }) {
  return (
    <section className={styles.notice} role="status" data-notice={props.code ?? ''}>
      <h1>{props.title}</h1>
      <p>{props.text}</p>
      {props.children}
      {props.code && <small>{props.code}</small>}
    </section>
  )
}

import styles from './admin.module.css'
import { ChangePassword } from './ChangePassword.tsx'
import { PersonalTokens } from './PersonalTokens.tsx'

/** What everyone may do with his own account. */
export function OwnAccount() {
  return (
    <div className={styles.own}>
      <ChangePassword />
      <PersonalTokens />
    </div>
  )
}

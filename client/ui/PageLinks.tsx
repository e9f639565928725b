import { Menu } from '@base-ui/react/menu'
import { useTranslation } from 'react-i18next'
import { NavLink, useLocation, useNavigate } from 'react-router'
import styles from './shell.module.css'

/** What a watch lives in; the rest stands behind one word, and the page that is shown always stands with them. */
const FIRST = ['/desk', '/sessions', '/data', '/log']
/** Fewer than this need no menu. */
const FEW = 6

type Props = { pages: readonly (readonly [to: string, name: string])[] }

/** The pages in the bar: the first few, the one that is shown, and a menu of all others. */
export function PageLinks({ pages }: Props) {
  const { t } = useTranslation('palette')
  const { pathname } = useLocation()
  const go = useNavigate()
  const here = (to: string) => pathname === to || pathname.startsWith(`${to}/`)
  const few = pages.length <= FEW
  const shown = pages.filter(([to]) => few || FIRST.includes(to) || here(to))
  const rest = pages.filter((p) => !shown.includes(p))
  return (
    <nav>
      {shown.map(([to, name]) => (
        <NavLink key={to} to={to}>
          {name}
        </NavLink>
      ))}
      {rest.length > 0 && (
        <Menu.Root>
          <Menu.Trigger data-menu="pages">
            {t('more')} <span aria-hidden="true">▾</span>
          </Menu.Trigger>
          <Menu.Portal>
            <Menu.Positioner className={styles.place} side="bottom" align="start" sideOffset={4}>
              <Menu.Popup className={styles.pages}>
                {rest.map(([to, name]) => (
                  <Menu.Item
                    key={to}
                    className={styles.page ?? ''}
                    onClick={() => void go(to)}
                    data-page-link={to}
                  >
                    {name}
                  </Menu.Item>
                ))}
              </Menu.Popup>
            </Menu.Positioner>
          </Menu.Portal>
        </Menu.Root>
      )}
    </nav>
  )
}

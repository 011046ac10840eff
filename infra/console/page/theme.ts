import { byId } from './dom.ts'

const remembered = 'turnstream.theme'

/** Follows the system's theme, or the one chosen, which is remembered. */
export const startTheme = (): void => {
  const choice = byId('theme', HTMLFieldSetElement)
  const inForce = document.documentElement.dataset.theme ?? 'auto'
  for (const radio of choice.querySelectorAll('input')) radio.checked = radio.value === inForce
  choice.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLInputElement)) return
    const theme = target.value
    if (theme === 'auto') delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = theme
    try {
      if (theme === 'auto') localStorage.removeItem(remembered)
      else localStorage.setItem(remembered, theme)
    } catch {
      // Storage may be forbidden; the choice holds for this visit.
    }
  })
}

import { button, make } from './dom.ts'

/** Asks before something is done. Resolves true when it is to be done; Escape is no. */
export const confirmed = (question: string, deed: string): Promise<boolean> =>
  new Promise(resolve => {
    const dialog = make(
      'dialog',
      { class: 'confirm', 'aria-label': 'Please confirm' },
      make('p', {}, question),
      make(
        'div',
        { class: 'action-row' },
        button(deed, () => dialog.close('yes'), { class: 'primary' }),
        button('Leave it', () => dialog.close(''), { class: 'quiet', autofocus: true }),
      ),
    )
    dialog.addEventListener('close', () => {
      dialog.remove()
      resolve(dialog.returnValue === 'yes')
    })
    document.body.append(dialog)
    dialog.showModal()
  })

import { isFailure, remedyOf } from './api.ts'
import { button, make } from './dom.ts'

/** An error as people can use it: what, under which request id, and what to do; with a way to try again where there is one. */
export const failureNote = (error: unknown, again?: () => void): HTMLElement => {
  const { code, message, requestId } = isFailure(error)
    ? error
    : { code: 'CONSOLE_DEFECT', message: error instanceof Error ? error.message : String(error), requestId: null }
  return make(
    'div',
    { class: 'failure', role: 'alert' },
    make('p', {}, make('strong', {}, code), ` ${message}`),
    make('p', {}, remedyOf(code)),
    requestId === null ? null : make('p', { class: 'muted' }, 'Request ', make('code', {}, requestId)),
    again ? button('Try again', again, { class: 'quiet' }) : null,
  )
}

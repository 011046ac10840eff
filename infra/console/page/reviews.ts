import type { ReviewList } from '../../review/list.ts'
import { json } from './api.ts'
import { button, byId, make } from './dom.ts'
import { failureNote } from './failure-note.ts'
import { plural } from './format.ts'
import { type ReviewActions, reviewItem } from './review-item.ts'

export interface Reviews {
  /** Reads the queue again, unless an answer is being edited; never rejects. */
  refresh(): Promise<void>
}

const pageSize = 5

const read = (after: string | null): Promise<ReviewList> =>
  json<ReviewList>(`/v1/review?limit=${pageSize}${after === null ? '' : `&after=${encodeURIComponent(after)}`}`)

/** Answers that wait for a reviewer. `onChange` is called once a verdict counts. */
export const startReviews = (explain: ReviewActions['explain'], onChange: () => void): Reviews => {
  const title = byId('reviews-title', HTMLElement)
  const state = byId('reviews-state', HTMLElement)
  const place = byId('reviews', HTMLElement)

  const decided = (): void => {
    void show().then(() => {
      // What had the focus has gone with its review.
      title.focus()
    })
    onChange()
  }
  const itemsOf = ({ reviews }: ReviewList): HTMLElement[] =>
    reviews.map(review => reviewItem(review, { explain, decided }))
  const more = (list: HTMLElement, next: string): HTMLButtonElement => {
    const made = button(
      'Show more',
      () => {
        read(next).then(
          page => {
            const items = itemsOf(page)
            list.append(...items)
            if (page.next === null) made.remove()
            else made.replaceWith(more(list, page.next))
            items[0]?.querySelector('button')?.focus()
          },
          error => made.after(failureNote(error)),
        )
      },
      { class: 'quiet' },
    )
    return made
  }
  const show = async (): Promise<void> => {
    try {
      const page = await read(null)
      state.textContent = page.open === 0 ? '' : `${plural(page.open, 'mark')} open`
      if (page.reviews.length === 0) {
        place.replaceChildren(
          make('p', { class: 'empty' }, 'Nothing waits. An answer marked “Not helpful” is filed here.'),
        )
        return
      }
      const list = make('ol', { class: 'review-list', 'aria-label': 'Answers to review' }, ...itemsOf(page))
      place.replaceChildren(list, ...(page.next === null ? [] : [more(list, page.next)]))
    } catch {
      state.textContent = ''
      place.replaceChildren(make('p', { class: 'empty' }, 'Reviews: not available'))
    }
  }
  return {
    refresh: async () => {
      if (place.querySelector('form') === null) await show()
    },
  }
}

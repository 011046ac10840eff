import type { Explanation } from '../../replay/explain-shape.ts'
import { draw, make, terms } from './dom.ts'
import { cosine, moment } from './format.ts'

type Resolution = NonNullable<Explanation['resolution']>
type Candidate = Resolution['candidates'][number]

/** Cosines below this are drawn at the left end: nothing is served so far down. */
const leastDrawn = 0.5

const place = (similarity: number): number => Math.max(0, Math.min(1, (similarity - leastDrawn) / (1 - leastDrawn)))

const scale = (similarity: number, threshold: number): HTMLElement => {
  const drawn = make('div', { class: 'scale', 'aria-hidden': 'true' }, make('span'), make('i'))
  draw(drawn, '--at', place(similarity))
  draw(drawn, '--bound', place(threshold))
  drawn.classList.toggle('over', similarity >= threshold)
  return drawn
}

const candidateItem = (
  { question, similarity, layer, guards, entry_id }: Candidate,
  threshold: number,
  served: boolean,
) =>
  make(
    'li',
    { class: served ? 'candidate served' : 'candidate' },
    make('p', { class: 'candidate-question' }, question),
    make(
      'p',
      {},
      `${served ? 'Served from here. ' : ''}Similarity ${cosine(similarity)} against the threshold ${cosine(threshold)}, ${layer} layer`,
    ),
    scale(similarity, threshold),
    guards.length === 0
      ? make('p', { class: 'muted' }, 'No guard was asked about it')
      : make(
          'ul',
          { class: 'guards', 'aria-label': 'Guards' },
          ...guards.map(({ guard, verdict, detail }) =>
            make('li', { class: verdict }, `${guard}: ${verdict}${detail === null ? '' : `, ${detail}`}`),
          ),
        ),
    make('p', { class: 'muted' }, make('code', {}, entry_id)),
  )

/** What the caches had to say about a question. */
export const matchView = (resolution: Resolution): readonly (HTMLElement | null)[] => {
  const { sentence, outcome, reason, similarity, candidates, threshold, entry, lane, mode, policies, policy_epoch } =
    resolution
  return [
    make('p', { class: 'verdict' }, sentence),
    candidates.length === 0
      ? null
      : make(
          'ol',
          { class: 'candidates', 'aria-label': 'Entries compared, nearest first' },
          ...candidates.map(each => candidateItem(each, threshold, each.entry_id === entry?.entry_id)),
        ),
    terms([
      ['Outcome', `${outcome === 'none' ? 'no hit' : outcome}: ${reason.replaceAll('_', ' ')}`],
      ['Similarity', `${similarity === null ? 'none' : cosine(similarity)} against the threshold ${cosine(threshold)}`],
      ['Entry served', entry && make('code', {}, entry.entry_id)],
      ['Learned from turn', entry?.learned_from ? make('code', {}, entry.learned_from) : null],
      ['Origin', entry?.origin ?? null],
      [
        'Stored',
        entry &&
          `${moment(entry.stored_at)}, ${entry.policy_epoch < 0 ? 'before any policy change' : `under epoch ${entry.policy_epoch}`}, data version ${entry.version}`,
      ],
      ['Decided', lane === 'fast' ? 'while the request waited' : 'in the log lane'],
      ['Mode of the scene', mode],
      ['Policy epoch', policy_epoch < 0 ? 'none, no change was made yet' : String(policy_epoch)],
      ['Policies in force', policies.map(({ version, reason }) => `${version} (${reason})`).join(', ')],
    ]),
  ]
}

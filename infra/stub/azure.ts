import type { StubFormat } from './format.ts'
import { openaiFormat } from './openai.ts'

const passed = Object.fromEntries(
  ['hate', 'self_harm', 'sexual', 'violence'].map(what => [what, { filtered: false, severity: 'safe' }]),
)

const event = (rest: object): string =>
  `data: ${JSON.stringify({ id: '', object: '', created: 0, model: '', ...rest })}\n\n`

/**
 * OpenAI's chat completions as Azure speaks them: the key in a header of its own, and the content filter's opinion of the
 * prompt before the first piece, in a chunk without any choice.
 */
export const azureFormat: StubFormat = {
  ...openaiFormat,
  wire: 'azure',
  denial: ({ 'api-key': key, authorization }, apiKey) =>
    authorization === undefined && key !== undefined && (apiKey === undefined || key === apiKey)
      ? null
      : { status: 401, message: 'Access denied due to invalid subscription key or wrong API endpoint.' },
  start: () => event({ choices: [], prompt_filter_results: [{ prompt_index: 0, content_filter_results: passed }] }),
  // The filter that runs beside the stream speaks in chunks whose choice has no delta.
  piece: (model, text) =>
    openaiFormat.piece(model, text) +
    event({ model, choices: [{ index: 0, finish_reason: null, content_filter_results: passed }] }),
}

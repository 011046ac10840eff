import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { budgetFor, forecastOf } from '../ledger/forecast.ts'
import { dimensions, summarise } from '../ledger/summary.ts'
import type { GatewayContext } from './context.ts'
import { validate } from './validate.ts'

const count = z.int().min(0)
const usd = z.string().describe('USD, an exact decimal.')

const sums = {
  turns: count.describe('That customers have asked.'),
  byLayer: z
    .object({ exact: count, hot: count, cold: count, none: count })
    .describe('Turns that each layer answered; none: no cache did.'),
  hitRate: z.number().min(0).max(1).describe('0 where there is no turn.'),
  calls: count.describe('Calls to providers, failed ones included.'),
  tokens: z.object({
    spent: count.describe('Billed: sent and received.'),
    baseline: count.describe('What the baseline model would have been sent and would have answered.'),
    saved: z
      .int()
      .describe(
        'The difference, less what degraded misses leave unclaimed; below 0 where routing and retries took more.',
      ),
  }),
  usd: z.object({ spent: usd, baseline: usd, saved: usd }),
  savedInterval: z
    .object({
      checks: count.describe('Hits that were answered afresh too.'),
      chosen: count.describe('Those of them where the model chose an existing answer, whose length then counts.'),
      ratio: z
        .number()
        .nullable()
        .describe('What the baseline model would have taken for hits by their checks, over what is assumed for them.'),
      tokens: z.object({ low: z.int(), high: z.int() }).nullable(),
      usd: z.object({ low: usd, high: usd }).nullable(),
      cannotTell: z.string().nullable().describe('Why there is no interval; null where there is one.'),
    })
    .describe(
      'What was saved, with 95 % confidence, where what is assumed for hits is measured by answering some of them afresh.',
    ),
  degraded: z
    .object({
      turns: count,
      hits: count.describe('Those of them that a cache answered.'),
      tokens: z.object({ saved: z.int(), unclaimed: count }),
      usd: z.object({
        saved: usd.describe('USD, an exact decimal: the part of saved that those hits make up.'),
        unclaimed: usd.describe(
          'USD, an exact decimal: what the baseline model would have cost for the others, which is not counted as saved.',
        ),
      }),
    })
    .describe(
      'Turns that the last resort answered, hits on its answers included. baseline = spent + saved + unclaimed.',
    ),
  choices: z
    .object({
      offered: count.describe('Turns whose model was shown existing answers.'),
      chosen: count.describe('Those of them where it chose one instead of writing another.'),
      tokens: z.object({
        spent: count.describe('Added to what was sent; a part of spent.'),
        saved: count.describe('Not received, because they were chosen.'),
      }),
      usd: z.object({ spent: usd, saved: usd }),
    })
    .describe('What canonical answers took and spared, at the prices of the models that were asked.'),
  own: z
    .object({ turns: count, tokens: count, usd })
    .describe(
      'Turns that no customer asked, for tasks, checks, judgements and summaries: a part of calls and of what was spent, and of nothing else.',
    ),
  baselineModel: z
    .string()
    .nullable()
    .describe('The model that saved is counted against; several are joined by commas. Null where there is no turn.'),
}

const forecast = z
  .object({
    month: z.string().describe('UTC, as 2026-11.'),
    at: z.iso.datetime(),
    spent: usd.describe('USD so far, an exact decimal.'),
    days: z.array(z.object({ day: z.iso.date(), spent: usd })).describe('Each day of the month up to today.'),
    end: z
      .object({ estimate: usd, low: usd, high: usd })
      .nullable()
      .describe("USD at the month's end, with a prediction interval of 95 %; null where nobody can tell."),
    basis: z
      .object({ wholeDays: count, byWeekday: z.boolean() })
      .describe('What end rests on: so many days before today, each weekday by itself or all alike.'),
    cannotTell: z.string().nullable().describe('Why there is no end; null where there is one.'),
    budget: z
      .object({
        usd,
        left: usd.describe('USD, below 0 where more was spent.'),
        used: z.number().min(0).describe('Of the budget; above 1 where more was spent.'),
        usedUpOn: z.iso
          .date()
          .nullable()
          .describe('Day on which it was or will be used up at that rate; null where not within the month.'),
      })
      .nullable()
      .describe('Null where none is configured.'),
  })
  .nullable()
  .describe('This month and its likely end; null without forecast=true.')

const costsResponse = z.object({
  since: z.iso.datetime().nullable().describe('Time of the first line; null where there is none.'),
  ...sums,
  rows: z
    .array(z.object({ ...Object.fromEntries(dimensions.map(name => [name, z.string().optional()])), ...sums }))
    .describe('One for each combination of what `by` names; none without it.'),
  forecast,
})

const list = dimensions.join(', ')

export const costsQuery = z.strictObject({
  by: z
    .string(`must be given once, as a list: ${list}`)
    .default('')
    .transform(text => (text === '' ? [] : text.split(',').map(name => name.trim())))
    .pipe(z.array(z.enum(dimensions, { error: `must be of ${list}, joined by commas` }))),
  tenant: z.string('must be given once').min(1, 'must be a name').optional(),
  forecast: z.enum(['true', 'false'], { error: 'must be true or false' }).default('false'),
})

/** GET /v1/costs: the ledger summed up, as far as the log is durable when the request arrives. */
export const costRoutes = (app: FastifyInstance, { turnstream }: GatewayContext): void => {
  const endpoint = {
    tag: 'operations',
    summary: `What the turns have cost and saved. ?by= splits the sums, by one or several of ${list}; ?tenant= is of one alone; ?forecast=true tells of this month.`,
    answer: costsResponse,
  } as const
  app.get('/v1/costs', { config: { endpoint } }, async ({ query }) => {
    const { by, tenant = null, forecast } = validate(costsQuery, query, 'the query')
    const all = await turnstream.costs.cells()
    const cells = tenant === null ? all : all.filter(cell => cell.tenant === tenant)
    const budget = budgetFor(turnstream.configuration.budget, tenant)
    return {
      ...summarise(cells, by),
      forecast: forecast === 'true' ? forecastOf(cells, Date.now(), budget) : null,
    }
  })
}

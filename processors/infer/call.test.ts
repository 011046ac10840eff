import { describe, expect, it } from 'vitest'
import type { Offer, PendingTurn, ServedAnswer } from '../../schemas/types.ts'
import { type ErrorCode, turnstreamError } from '../errors.ts'
import { type DomainEvent, idOf } from '../event.ts'
import type { FaqMatch, HelpQuery } from '../ports/help-centre.ts'
import type { ChatCall, ChatResult } from '../ports/models.ts'
import type { Reply } from '../ports/reply.ts'
import { createCall } from './call.ts'
import { factsOf, offer, prompt, receivedAtMs, requested, usage, views } from './infer.fixtures.ts'
import { apology } from './library.ts'

/** A call at the provider, under the test's control. */
interface AtProvider {
  readonly call: ChatCall
  complete(over?: Partial<ChatResult>): Promise<void>
  fail(code: ErrorCode, details?: object): Promise<void>
}

const settled = (): Promise<void> => new Promise(resolve => setImmediate(resolve))

const turns = (count: number): readonly string[] => Array.from({ length: count }, (_, at) => `t${at + 1}`)

interface Start {
  readonly article?: FaqMatch | null
  readonly turns?: number
  /** By turn; none by default. */
  readonly offers?: Readonly<Record<string, readonly Offer[]>>
  /** What the caches say of an offered answer; that they have it, by default. */
  readonly has?: () => ServedAnswer | null | Promise<never>
}

const served: ServedAnswer = {
  text: offer.text,
  model: 'mini',
  pool: 'small',
  sources: [],
  promptTokens: 1,
  completionTokens: 1,
  counted: false,
  degraded: null,
}

const start = (options: Start = {}) => {
  const provider: AtProvider[] = []
  const replies = new Map<string, Reply[]>()
  const clients = new Map<string, AbortController>()
  const asked: HelpQuery[] = []
  const pauses: { readonly ms: number; readonly signal: AbortSignal }[] = []
  let clock = receivedAtMs
  const facts = factsOf(
    ...turns(options.turns ?? 3).map(id => {
      const offers = options.offers?.[id] ?? []
      const messages = [{ role: 'system', content: 'Be kind.' }, ...prompt(id).data.messages]
      return prompt(id, offers.length > 0 ? { messages, offers } : {})
    }),
  )

  const call = createCall({
    cache: { answer: options.has ?? (() => served) },
    models: {
      close: async () => undefined,
      grantsRetry: () => true,
      call: request => {
        const { promise, resolve, reject } = Promise.withResolvers<ChatResult>()
        let text = ''
        const spent = () => ({ partialText: text || null, usage: usage(9, text.length), durationMs: 7 })
        const fail = (code: ErrorCode, details: object = {}) =>
          reject(turnstreamError(code, `pool ${request.pool}: no`, { details: { ...spent(), ...details } }))
        request.signal.addEventListener('abort', () => fail('CLIENT_CLOSED'))
        provider.push({
          call: {
            ...request,
            onToken: piece => {
              text += piece
              request.onToken(piece)
            },
          },
          complete: over => {
            const whole = {
              model: request.model,
              text,
              finishReason: 'stop',
              toolCalls: null,
              reasoning: null,
            } as const
            resolve({ ...whole, usage: usage(9, text.length), firstTokenMs: 3, durationMs: 8, ...over })
            return settled()
          },
          fail: (code, details) => {
            fail(code, details)
            return settled()
          },
        })
        return promise
      },
    },
    helpCentre: {
      version: 'v1',
      scenes: ['returns'],
      passages: () => [],
      faq: query => {
        asked.push(query)
        return options.article ?? null
      },
    },
    reply: {
      publish: (turnId, reply) => void replies.set(turnId, [...(replies.get(turnId) ?? []), reply]),
      subscribe: () => () => undefined,
      listened: () => true,
    },
    now: () => clock,
    cancelled: turnId => clients.get(turnId)?.signal,
    pause: (ms, signal) => {
      pauses.push({ ms, signal })
      return new Promise(() => undefined)
    },
  })

  /** A running call; `moved` is what the runtime aborts when the partition moves. */
  const run = (event: DomainEvent<'InferenceRequested'>, redelivered = false) => {
    const moved = new AbortController()
    const done = call.run(event, { facts, views, signal: moved.signal, redelivered })
    done.catch(() => undefined)
    return { done, moved }
  }
  const shown = (turnId: string): string =>
    (replies.get(turnId) ?? []).map(reply => (reply.kind === 'token' ? reply.text : `<${reply.kind}>`)).join('')
  const stream = (turnId: string): AbortController => {
    const client = new AbortController()
    clients.set(turnId, client)
    return client
  }
  const pass = (ms: number): void => {
    clock += ms
  }
  return { call, run, provider, shown, stream, asked, pauses, pass }
}

const small = (turnId: string, over: Partial<DomainEvent<'InferenceRequested'>['data']> = {}) =>
  requested(1, over, turnId)

describe('a call', () => {
  it('streams to its turn and becomes InferenceCompleted, stamped by the clock', async () => {
    const { run, provider, shown, pass } = start()
    const { done } = run(small('t1'))
    provider[0]?.call.onToken('Thirty ')
    provider[0]?.call.onToken('days.')
    pass(25)
    await provider[0]?.complete()
    expect(shown('t1')).toBe('Thirty days.')
    expect(await done).toEqual([
      {
        id: 't1.call.1.completed',
        type: 'InferenceCompleted',
        key: 't1-talk',
        timeMs: receivedAtMs + 25,
        source: 'call',
        subject: 't1',
        cause: 't1.call.1.requested',
        data: {
          turnId: 't1',
          tenant: 'shop',
          conversationId: 't1-talk',
          solo: false,
          callId: 't1.call.1',
          pool: 'small',
          model: 'mini',
          text: 'Thirty days.',
          finishReason: 'stop',
          toolCalls: null,
          reasoning: null,
          sources: ['returns-1'],
          usage: usage(9, 12),
          firstTokenMs: 3,
          durationMs: 8,
          joined: null,
          chosen: null,
          ambiguous: false,
        },
      },
    ])
  })

  it('asks as the prompt says, with the call id as idempotency key', async () => {
    const { run, provider } = start()
    run(small('t1'))
    expect(provider[0]?.call).toMatchObject({
      callId: 't1.call.1',
      pool: 'small',
      model: 'mini',
      messages: [{ role: 'user', content: 'How long may I keep it?' }],
      maxTokens: 200,
      temperature: 0.3,
      timeoutMs: 1_000,
    })
  })

  it('that fails becomes InferenceFailed with what it had and cost, and voids what was shown', async () => {
    const { run, provider, shown, pass } = start()
    const { done } = run(small('t1'))
    provider[0]?.call.onToken('Thir')
    pass(40)
    await provider[0]?.fail('MODEL_CUT')
    expect(shown('t1')).toBe('Thir<restart>')
    const [event] = await done
    expect(event).toMatchObject({ id: 't1.call.1.failed', type: 'InferenceFailed', timeMs: receivedAtMs + 40 })
    expect(event?.data).toEqual({
      turnId: 't1',
      tenant: 'shop',
      conversationId: 't1-talk',
      solo: false,
      callId: 't1.call.1',
      pool: 'small',
      model: 'mini',
      code: 'MODEL_CUT',
      message: 'pool small: no',
      retriable: true,
      partialText: 'Thir',
      usage: usage(9, 4),
      durationMs: 40,
      ambiguous: false,
      againAtMs: null,
      retryPool: null,
    })
  })

  it('that fails before anything was shown voids nothing', async () => {
    const { run, provider, shown } = start()
    const { done } = run(small('t1'))
    await provider[0]?.fail('MODEL_REFUSED')
    expect(shown('t1')).toBe('')
    expect(await done).toMatchObject([{ data: { code: 'MODEL_REFUSED', retriable: false, partialText: null } }])
  })

  it.each(['complete', 'fail'] as const)('that a previous owner may have made is ambiguous: %s', async how => {
    const { run, provider } = start()
    const { done } = run(small('t1'), true)
    await (how === 'complete' ? provider[0]?.complete() : provider[0]?.fail('MODEL_TIMEOUT'))
    expect(await done).toMatchObject([{ data: { ambiguous: true } }])
  })

  it('without its prompt fails, so that the turn goes on', async () => {
    const { run, provider } = start()
    const { done } = run(small('t99'))
    expect(await done).toMatchObject([{ type: 'InferenceFailed', data: { code: 'GATHER_FAILED', usage: usage(0, 0) } }])
    expect(provider).toEqual([])
  })
})

describe('identical misses', () => {
  it('make one call, a hundred of them too, and each gets every token', async () => {
    const { run, provider, shown } = start({ turns: 100 })
    const first = turns(40).map(turnId => run(small(turnId)))
    provider[0]?.call.onToken('Thirty ')
    const later = turns(100)
      .slice(40)
      .map(turnId => run(small(turnId)))
    provider[0]?.call.onToken('days.')
    await provider[0]?.complete()
    const events = await Promise.all([...first, ...later].map(async ({ done }) => (await done)[0]))
    expect(provider).toHaveLength(1)
    for (const turnId of turns(100)) expect(shown(turnId)).toBe('Thirty days.')
    const data = events.map(event => (event as DomainEvent<'InferenceCompleted'>).data)
    expect(data.map(({ text }) => text)).toEqual(Array(100).fill('Thirty days.'))
    expect(data.map(({ joined }) => joined)).toEqual([null, ...Array(99).fill('t1.call.1')])
    expect(data.map(call => call.usage)).toEqual([usage(9, 12), ...Array(99).fill(usage(0, 0))])
  })

  it.each([
    ['no flight', { flightKey: null }],
    ['another flight', { flightKey: 'other' }],
    ['another pool', { pool: 'large' }],
    ['another model', { model: 'maxi-pro' }],
    ['another limit', { maxTokens: 50 }],
  ])('are not joined where there is %s', (_what, over) => {
    const { run, provider } = start()
    run(small('t1'))
    run(small('t2', over))
    expect(provider).toHaveLength(2)
  })

  it('are not joined where neither may be', () => {
    const { run, provider } = start()
    run(small('t1', { flightKey: null }))
    run(small('t2', { flightKey: null }))
    expect(provider).toHaveLength(2)
  })

  it('have the answer of a call that was in the air when they were asked for, though it is over when they are run', async () => {
    const { run, provider, shown, pass } = start()
    run(small('t1'))
    provider[0]?.call.onToken('Thirty days.')
    pass(50)
    await provider[0]?.complete()
    const [event] = await run(small('t2')).done
    expect(provider).toHaveLength(1)
    expect(shown('t2')).toBe('Thirty days.')
    expect(event).toMatchObject({ data: { text: 'Thirty days.', joined: 't1.call.1', usage: { completionTokens: 0 } } })
  })

  it('are not joined to a call that was over when they were asked for, nor to one that failed', async () => {
    const { run, provider, pass } = start()
    run(small('t1'))
    pass(50)
    await provider[0]?.complete()
    run({ ...small('t2'), timeMs: receivedAtMs + 51 })
    expect(provider).toHaveLength(2)
    await provider[1]?.fail('MODEL_REFUSED')
    run({ ...small('t3', { flightKey: 'another' }) })
    await provider[2]?.fail('MODEL_REFUSED')
    run(small('t1', { flightKey: 'another' }))
    expect(provider).toHaveLength(4)
  })

  it('fail alike when the leader fails, pay once, and make one call again at the next pool', async () => {
    const { run, provider, shown } = start()
    const running = turns(3).map(turnId => run(small(turnId)))
    provider[0]?.call.onToken('Thir')
    await provider[0]?.fail('MODEL_CUT')
    const events = await Promise.all(running.map(async ({ done }) => (await done)[0]))
    expect(events).toMatchObject([
      { id: 't1.call.1.failed', data: { code: 'MODEL_CUT', retriable: true, usage: usage(9, 4) } },
      { id: 't2.call.1.failed', data: { code: 'MODEL_CUT', retriable: true, usage: usage(0, 0) } },
      { id: 't3.call.1.failed', data: { code: 'MODEL_CUT', retriable: true, usage: usage(0, 0) } },
    ])
    expect(shown('t3')).toBe('Thir<restart>')

    const again = turns(3).map(turnId => run(requested(2, { pool: 'large', model: 'maxi' }, turnId)))
    expect(provider).toHaveLength(2)
    provider[1]?.call.onToken('Thirty days.')
    await provider[1]?.complete()
    const joined = await Promise.all(again.map(async ({ done }) => (await done)[0]))
    expect(joined).toMatchObject([
      { data: { joined: null } },
      { data: { joined: 't1.call.2' } },
      { data: { joined: 't1.call.2' } },
    ])
    expect(shown('t2')).toBe('Thir<restart>Thirty days.')
  })
})

describe('a call with offers', () => {
  const other: Offer = { ...offer, entryId: 'e2', answerHash: 'answer-2', text: 'Sixty.' }
  const offers = { t1: [offer, other], t2: [offer, other], t3: [other] }
  const withOffers = (turnId: string) => small(turnId, { offers: true })
  const reply = async (provider: readonly AtProvider[], pieces: readonly string[]) => {
    for (const piece of pieces) provider[0]?.call.onToken(piece)
    await provider[0]?.complete()
  }

  it('tells the model of them, after what never changes', async () => {
    const { run, provider } = start({ offers })
    run(withOffers('t1'))
    run(small('t2'))
    const [system, question] = provider[0]!.call.messages
    expect(system!.content).toMatch(
      /^Be kind\.\n\nAnswers that were given before:\n\[\[answer 1\]\] You have thirty days\.\n\[\[answer 2\]\] Sixty\.\n/,
    )
    expect(question).toEqual({ role: 'user', content: 'How long may I keep it?' })
    expect(provider[1]!.call.messages[0]!.content).toBe('Be kind.')
  })

  it('that is answered with a label shows nothing, and names the entry and its sources', async () => {
    const { run, provider, shown } = start({ offers })
    const { done } = run(withOffers('t1'))
    await reply(provider, ['[[ans', 'wer 2', ']]', '\n'])
    expect((await done)[0]?.data).toMatchObject({ text: '[[answer 2]]\n', chosen: 'e2', sources: ['returns-9'] })
    expect(shown('t1')).toBe('')
  })

  it('that is answered otherwise streams, without labels', async () => {
    const { run, provider, shown } = start({ offers })
    const { done } = run(withOffers('t1'))
    await reply(provider, ['[[answer 2]] ', 'Forty', ' [[answer 1', ']] days.'])
    expect((await done)[0]?.data).toMatchObject({ chosen: null, sources: ['returns-1'] })
    expect(shown('t1')).toBe('Forty  days.')
  })

  it.each<[string, Start['has']]>([
    ['no longer have', () => null],
    ['cannot say that they have', () => Promise.reject(new Error('away'))],
  ])('names no entry that the caches %s', async (_what, has) => {
    const { run, provider } = start({ offers, has })
    const { done } = run(withOffers('t1'))
    await reply(provider, ['[[answer 1]]'])
    expect(await done).toMatchObject([{ type: 'InferenceCompleted', data: { chosen: null } }])
  })

  it('is joined by an identical miss with the same offers, and by no other', async () => {
    const { run, provider } = start({ offers })
    const done = ['t1', 't2', 't3'].map(turnId => run(withOffers(turnId)).done)
    expect(provider).toHaveLength(2)
    await reply(provider, ['[[answer 1]]'])
    expect((await Promise.all(done.slice(0, 2))).map(([event]) => (event!.data as { chosen: string }).chosen)).toEqual([
      offer.entryId,
      offer.entryId,
    ])
  })

  it('to the FAQ library chooses what it would say, and shows it no sooner than it may be served', async () => {
    const article: FaqMatch = { id: 'faq-7', question: 'How long?', similarity: 0.9, answer: offer.text }
    const faq = { pool: 'faq', model: 'faq-library', offers: true }
    const { run, shown } = start({ article, offers })
    expect((await run(small('t1', faq)).done)[0]?.data).toMatchObject({ text: '[[answer 1]]', chosen: offer.entryId })
    expect(shown('t1')).toBe('')
    expect((await run(small('t3', faq)).done)[0]?.data).toMatchObject({ text: offer.text, chosen: null })
    expect(shown('t3')).toBe(offer.text)
  })
})

describe('a client that leaves', () => {
  it('cancels the call, which is recorded with what had come and cost', async () => {
    const { run, provider, shown, stream } = start()
    const client = stream('t1')
    const { done } = run(small('t1'))
    provider[0]?.call.onToken('Thir')
    client.abort()
    expect(await done).toMatchObject([
      { data: { code: 'CLIENT_CLOSED', partialText: 'Thir', usage: usage(9, 4), retriable: false } },
    ])
    expect(provider[0]?.call.signal.aborted).toBe(true)
    expect(shown('t1')).toBe('Thir')
  })

  it('does not cancel a call that others wait for, though it led them; one of them pays', async () => {
    const { run, provider, shown, stream } = start()
    const client = stream('t1')
    const leader = run(small('t1'))
    const followers = [run(small('t2')), run(small('t3'))]
    provider[0]?.call.onToken('Thirty ')
    client.abort()
    expect(await leader.done).toMatchObject([
      { data: { code: 'CLIENT_CLOSED', partialText: 'Thirty ', usage: usage(0, 0) } },
    ])
    expect(provider[0]?.call.signal.aborted).toBe(false)
    provider[0]?.call.onToken('days.')
    await provider[0]?.complete()
    expect(await followers[0]?.done).toMatchObject([
      { data: { text: 'Thirty days.', joined: 't1.call.1', usage: usage(9, 12) } },
    ])
    expect(await followers[1]?.done).toMatchObject([
      { data: { text: 'Thirty days.', joined: 't1.call.1', usage: usage(0, 0) } },
    ])
    expect(shown('t1')).toBe('Thirty ')
  })

  it('cancels the call when it is the last to leave, and is joined by nobody then', async () => {
    const { run, provider, stream } = start()
    const [one, two] = [stream('t1'), stream('t2')]
    const running = [run(small('t1')), run(small('t2'))]
    one.abort()
    await running[0]?.done
    two.abort()
    await settled()
    expect(provider[0]?.call.signal.aborted).toBe(true)
    expect(await running[1]?.done).toMatchObject([{ data: { code: 'CLIENT_CLOSED', usage: usage(9, 0) } }])
    run(small('t3'))
    expect(provider).toHaveLength(2)
  })

  it('that has left before its call begins makes none, and its turn is recorded as given up', async () => {
    const { run, provider, stream } = start()
    stream('t1').abort()
    const [event] = await run(small('t1')).done
    expect(event).toMatchObject({ type: 'InferenceFailed', data: { code: 'CLIENT_CLOSED', usage: usage(0, 0) } })
    expect(provider).toEqual([])
  })

  it('that has left joins no flight, and those in it go on', async () => {
    const { run, provider, stream } = start()
    const leader = run(small('t1'))
    stream('t2').abort()
    expect(await run(small('t2')).done).toMatchObject([{ data: { code: 'CLIENT_CLOSED', partialText: null } }])
    await provider[0]?.complete({ text: 'Thirty days.' })
    expect(await leader.done).toMatchObject([{ data: { text: 'Thirty days.' } }])
  })

  it('too late to cancel still gets the answer on record', async () => {
    const { run, provider, stream } = start()
    const client = stream('t1')
    const { done } = run(small('t1'))
    void provider[0]?.complete({ text: 'Thirty days.' })
    client.abort()
    expect(await done).toMatchObject([{ type: 'InferenceCompleted', data: { text: 'Thirty days.' } }])
  })
})

describe('a partition that moves', () => {
  it('cancels the call and records nothing: the next owner makes it again', async () => {
    const { run, provider } = start()
    const { done, moved } = run(small('t1'))
    moved.abort()
    await expect(done).rejects.toBe(moved.signal.reason)
    expect(provider[0]?.call.signal.aborted).toBe(true)
  })

  it('leaves the call to followers on other partitions', async () => {
    const { run, provider } = start()
    const leader = run(small('t1'))
    const follower = run(small('t2'))
    leader.moved.abort()
    await expect(leader.done).rejects.toBeDefined()
    await provider[0]?.complete({ text: 'Thirty days.' })
    expect(await follower.done).toMatchObject([{ data: { joined: 't1.call.1', text: 'Thirty days.' } }])
  })
})

describe('a retry', () => {
  const { signal } = new AbortController()
  const retry = (afterMs: number) => small('t1', { notBeforeMs: receivedAtMs + afterMs })

  it('is granted to the last call that failed, which says from when on', async () => {
    const { run, provider, pass } = start()
    const { done } = run(small('t1', { remaining: ['faq'] }))
    pass(40)
    await provider[0]?.fail('MODEL_RATE_LIMITED', { againMs: 250 })
    expect(await done).toMatchObject([{ data: { againAtMs: receivedAtMs + 290, retryPool: 'small' } }])
  })

  it('is not granted while a pool is left, which is told nonetheless when this one may be tried again', async () => {
    const { run, provider } = start()
    const { done } = run(small('t1'))
    await provider[0]?.fail('MODEL_CUT', { againMs: 250 })
    expect(await done).toMatchObject([{ data: { againAtMs: receivedAtMs + 250, retryPool: null } }])
  })

  it('waits for its time before it runs, and is told to the pool as one', async () => {
    const { call, run, pauses, pass, provider } = start()
    void call.ready?.(retry(300), signal)
    expect(pauses.map(({ ms }) => ms)).toEqual([300])
    pass(300)
    void run(retry(300))
    expect(provider[0]?.call.isRetry).toBe(true)
  })

  it('whose time has come waits no more, as after a crash; nor does a call that is none', () => {
    const { call, pass, pauses } = start()
    pass(301)
    expect(call.ready?.(retry(300), signal)).toBeNull()
    expect(call.ready?.(small('t1'), signal)).toBeNull()
    expect(pauses).toEqual([])
  })

  it('waits no longer than its time limit, whatever the clock of who granted it said', () => {
    const { call, pauses } = start()
    void call.ready?.(retry(86_400_000), signal)
    expect(pauses.map(({ ms }) => ms)).toEqual([1_000])
  })

  it('waits no more once its client has left, or the partition has moved', async () => {
    const { call, pauses, stream, run, provider } = start()
    const client = stream('t1')
    const moved = new AbortController()
    void call.ready?.(retry(300), signal)
    void call.ready?.(retry(300), moved.signal)
    moved.abort()
    expect(pauses.map(pause => pause.signal.aborted)).toEqual([false, true])
    client.abort()
    expect(pauses.map(pause => pause.signal.aborted)).toEqual([true, true])
    expect(await run(retry(300)).done).toMatchObject([{ data: { code: 'CLIENT_CLOSED', retryPool: null } }])
    expect(provider).toEqual([])
  })
})

describe('the FAQ library', () => {
  const faq = { pool: 'faq', model: 'faq-library', flightKey: null }
  const article = { id: 'faq-7', question: 'How long?', answer: 'You have thirty days.\n', similarity: 0.6 }

  it('answers with an article that is similar enough, streamed like a model', async () => {
    const { run, shown, asked, provider } = start({ article })
    const [event] = await run(small('t1', faq)).done
    expect(event).toMatchObject({
      id: 't1.call.1.completed',
      data: {
        model: 'faq-library',
        text: article.answer,
        sources: ['faq-7'],
        finishReason: 'stop',
        usage: usage(0, 0),
      },
    })
    expect(shown('t1')).toBe(article.answer)
    expect(asked).toEqual([{ text: 'How long may I keep it?', vector: null, tenant: 'shop', scene: 'returns' }])
    expect(provider).toEqual([])
  })

  it.each([
    ['the best article is not similar enough', { ...article, similarity: 0.59 }],
    ['there is none', null],
  ])('apologises where %s', async (_why, best) => {
    const { run, shown } = start({ article: best })
    const [event] = await run(small('t1', faq)).done
    expect(event).toMatchObject({ data: { model: 'none', text: apology, sources: [], finishReason: 'stop' } })
    expect(shown('t1')).toBe(apology)
  })

  it('answers with the passage of a document that is nearer, and first with the records of the customer', async () => {
    const { call } = start({ article })
    const passage = { id: 'terms#2', scene: 'returns', version: '4', score: 0.7, text: 'Terms\nSixty days.' }
    const row = JSON.stringify({ id: 'FH-1', status: 'dispatched' })
    const lookup = {
      ...{
        id: 'order:FH-1',
        entity: 'order',
        store: 'test',
        query: '',
        parameters: '[]',
        rows: [row],
        outcome: 'found',
      },
      ...{ owned: true, atMs: null, asker: 'a' },
    }
    const said = async (pending: Partial<PendingTurn>) => {
      const { data } = prompt()
      const facts = factsOf(prompt('t1', { pending: { ...data.pending, ...pending } }))
      const context = { facts, views, signal: new AbortController().signal, redelivered: false }
      const [event] = await call.run(small('t1', faq), context)
      return event!.data
    }
    const { passages } = prompt().data.pending
    expect(await said({ passages: [...passages, passage] })).toMatchObject({ text: passage.text, sources: ['terms#2'] })
    expect(await said({ passages: [{ ...passage, score: 0.59 }] })).toMatchObject({ sources: ['faq-7'] })
    expect(await said({ lookups: [lookup] })).toMatchObject({
      text: `This is what we have on record:\n- order: id FH-1, status dispatched\n\n${article.answer}`,
      sources: ['order:FH-1', 'faq-7'],
    })
  })

  it('is asked with the vector of the enrichment', async () => {
    const { call, asked } = start({ article })
    const enriched = {
      id: idOf.enriched('t1'),
      type: 'TurnEnriched',
      data: { enrichment: { vector: Buffer.from(new Float32Array([0.6, 0.8]).buffer) } },
    }
    const facts = factsOf(prompt(), enriched as unknown as DomainEvent)
    await call.run(small('t1', faq), { facts, views, signal: new AbortController().signal, redelivered: false })
    expect(asked[0]?.vector).toEqual(new Float32Array([0.6, 0.8]))
  })
})

it('runs every call in a lane of its own', () => {
  expect(start().call.lane(requested(2))).toBe('t1.call.2')
})

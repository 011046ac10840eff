import { expect, it } from 'vitest'
import { verifyLog } from '../../infra/replay/recorded.ts'
import { instruction } from '../../processors/compress/summary.ts'
import { system } from './system.ts'

it('a long conversation goes on from a summary that a model of another pool has made', async () => {
  const opened = await system(
    {
      answer: messages => {
        const [system, ...said] = messages.map(({ content }) => String(content))
        return system === instruction
          ? said.at(-1)!.replaceAll('The parcel with lamp', 'lamp')
          : `The parcel with lamp ${said.at(-1)!.match(/\d+/)} is in Leeds.`
      },
    },
    { configuration: { compress: { pool: 'second' } } },
  )
  const { log, settled } = opened.turnstream
  const explained = []
  for (let n = 1; n <= 9; n++) {
    const response = await opened.post('/v1/chat', { message: `And where is lamp ${n}?`, conversation_id: 'c' })
    expect(response.status).toBe(200)
    const { turn_id } = (await response.json()) as { turn_id: string }
    await settled()
    explained.push((await (await opened.get(`/v1/explain/${turn_id}`)).json()) as { prompt: object })
  }
  const summary = expect.stringMatching(/\.summary\.1$/)
  expect(explained.map(({ prompt }) => prompt)).toMatchObject([
    ...Array(7).fill({ compression: 'none', summary: null }),
    ...Array(2).fill({ compression: 'model', summary }),
  ])
  const { summary: asked } = explained[8]!.prompt as { summary: string }
  const asker = (await (await opened.get(`/v1/explain/${asked}`)).json()) as { turn: object; calls: object[] }
  expect(asker).toMatchObject({ turn: { channel: 'summary' }, calls: [{ pool: 'second' }] })
  expect(await verifyLog({ log, states: true })).toMatchObject({ identical: true, differences: 0, dead: 0 })
})

export interface ServerEvent {
  readonly event: string
  /** Parsed from JSON. */
  readonly data: unknown
}

const eventOf = (block: string): ServerEvent | null => {
  let event = 'message'
  const data: string[] = []
  for (const line of block.split('\n')) {
    const [, field, value] = /^(\w+): ?(.*)$/.exec(line) ?? []
    if (field === 'event') event = value!
    if (field === 'data') data.push(value!)
  }
  return data.length === 0 ? null : { event, data: JSON.parse(data.join('\n')) }
}

/** The server-sent events of a body as they arrive; comments and half an event at the end are passed over. */
export const serverEvents = async function* (body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      text += decoder.decode(value, { stream: true })
      const blocks = text.split('\n\n')
      text = blocks.pop()!
      for (const block of blocks) {
        const event = eventOf(block)
        if (event) yield event
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

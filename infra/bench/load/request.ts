/** A request as the bytes that go out, made before the phase that sends it. */
export const chatRequest = (
  message: string,
  { userId = null, path = '/v1/chat' }: { readonly userId?: string | null; readonly path?: string } = {},
): Buffer => {
  const body = JSON.stringify(userId === null ? { message } : { message, user_id: userId })
  const head = `POST ${path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n`
  return Buffer.from(head + body)
}

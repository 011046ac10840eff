import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parentPort } from 'node:worker_threads'

const body = JSON.stringify({ message: 'x'.repeat(400) })
const headers = {
  'content-type': 'application/json',
  'content-length': Buffer.byteLength(body),
  'x-turnstream-cache': 'exact',
}

/** Answers everything alike: what is left is the cost of whoever asks. */
const server = createServer((req, res) => {
  req.resume()
  res.writeHead(200, headers).end(body)
})
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo
  parentPort!.postMessage(`http://127.0.0.1:${port}`)
})

import type { FastifyInstance } from 'fastify'

const links: readonly (readonly [path: string, about: string])[] = [
  ['/openapi.json', 'the API'],
  ['/v1/models', 'models'],
  ['/v1/cache', 'the caches as they stand'],
  ['/ready', 'whether turns are taken'],
  ['/health', 'whether the process runs'],
  ['/metrics', 'metrics for Prometheus'],
]

const page = (version: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Turnstream</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:42rem;margin:3rem auto;padding:0 1rem}pre{overflow-x:auto;background:#8882;padding:1rem}:root{color-scheme:light dark}</style>
<h1>Turnstream ${version}</h1>
<p>Answers customer-service chat from its caches where an earlier answer fits, and from the cheapest model that will do
where none does. Every step is an event on a log, so every answer can be explained.</p>
<pre>curl -s localhost:8080/v1/chat -H 'content-type: application/json' \\
  -d '{"message": "How long do I have to return an item?"}'</pre>
<p>Take the <code>turn_id</code> of the answer and look at <code>/v1/explain/&lt;turn_id&gt;</code>.</p>
<ul>
${links.map(([path, about]) => `<li><a href="${path}">${path}</a>: ${about}</li>`).join('\n')}
</ul>
</html>
`

/** GET /: says what this is and where to go. */
export const homeRoutes = (app: FastifyInstance, version: string): void => {
  const html = page(version)
  app.get('/', async (_request, reply) =>
    reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
      .send(html),
  )
}

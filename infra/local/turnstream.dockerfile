# Turnstream itself, for docker-compose.yml.
FROM node:24.11.0-bookworm-slim
WORKDIR /srv/turnstream
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev
COPY . .
# A new volume takes its owner from the folder that it is laid over.
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 8080
CMD ["node", "infra/cli/turnstream.js", "serve"]

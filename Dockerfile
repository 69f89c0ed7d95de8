# Noted in a container. The digest and what the bot keeps live outside: mount /digest and /state.
FROM node:24-slim AS build
WORKDIR /noted
COPY package.json package-lock.json ./
# The image has its own Node, so the one that npm brings for other machines is left out.
RUN npm ci --omit=dev --no-audit --no-fund && rm -rf node_modules/node-linux-* node_modules/.bin/node

FROM node:24-slim
WORKDIR /noted
COPY --from=build /noted/node_modules node_modules
COPY package.json ./
COPY bin bin
COPY src src
COPY prompts prompts
COPY data/lexicon data/lexicon
COPY data/digest /digest
RUN mkdir /state && chown node:node /state /digest
ENV NODE_ENV=production DIGEST_DIR=/digest DATA_DIR=/state HTTP_PORT=8080 HTTP_HOST=0.0.0.0
USER node
VOLUME ["/digest", "/state"]
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.HTTP_PORT}/healthz`).then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["bin/noted"]
CMD ["start"]

# docker build -t incidentbot .
#
# To try it: the page answers connections from loopback alone, so it takes the host's network. Open the address that it prints.
#   docker run --rm --network host --hostname bot -v incidentbot:/app/data -e Urls=http://127.0.0.1:8080 -e REDIS_URL=redis://127.0.0.1:6379 incidentbot
# With Slack over Socket Mode nothing has to reach it; the names are in manifests/README.md, and so are compose, Kubernetes, backup and upgrade.
#   docker run -d --restart unless-stopped --read-only --cap-drop all --security-opt no-new-privileges --hostname bot \
#     -v incidentbot:/app/data --env-file incidentbot.env incidentbot
# The hostname is part of who types at the terminal: docker exec CONTAINER dotnet IncidentBot.Server.dll type /incident list
FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0 AS build
ARG TARGETARCH
WORKDIR /source

# The packages are a layer of their own, made again only when one of these files changes.
COPY global.json Directory.Build.props Directory.Packages.props ./
COPY src/AdaptiveCards/AdaptiveCards.csproj src/AdaptiveCards/packages.lock.json src/AdaptiveCards/
COPY src/IncidentBot/IncidentBot.csproj src/IncidentBot/packages.lock.json src/IncidentBot/
COPY src/IncidentBot.Server/IncidentBot.Server.csproj src/IncidentBot.Server/packages.lock.json src/IncidentBot.Server/
RUN dotnet restore src/IncidentBot.Server --locked-mode

COPY BannedSymbols.txt appsettings.json ./
COPY manifests/runbooks manifests/runbooks
COPY src src
# Older builders name no target; then it is this machine's kind. Analyzers are for who changes the code: test.sh runs them.
RUN dotnet publish src/IncidentBot.Server --no-restore --arch ${TARGETARCH:-$(dpkg --print-architecture)} --no-self-contained \
    --output /app -p:UseAppHost=false -p:DebugType=none -p:RunAnalyzers=false

FROM mcr.microsoft.com/dotnet/aspnet:10.0
LABEL org.opencontainers.image.base.name="mcr.microsoft.com/dotnet/aspnet:10.0" \
      org.opencontainers.image.title="IncidentBot" \
      org.opencontainers.image.description="A ChatOps bot for incident response"
WORKDIR /app
COPY --from=build /app .
# Microsoft's user app by its number: Kubernetes cannot tell of a name that it is not root's. Only data is its own.
RUN mkdir data && chown 1654:1654 data
VOLUME /app/data
USER 1654:1654
EXPOSE 8080
# Inside the container only; publish the port on the host's loopback, or behind a proxy that speaks TLS. Urls instead of the base's ports.
ENV ASPNETCORE_HTTP_PORTS= Urls=http://0.0.0.0:8080
# By the bot itself: the image has neither curl nor wget.
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s --retries=3 CMD ["dotnet", "IncidentBot.Server.dll", "health"]
ENTRYPOINT ["dotnet", "IncidentBot.Server.dll"]

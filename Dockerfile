# docker build -t incidentbot .
# docker run -p 127.0.0.1:8080:8080 -v incidentbot:/app/data -e REDIS_URL=redis://… incidentbot
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN dotnet publish src/IncidentBot.Server -c Release -o /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app .
RUN mkdir data && chown app data
VOLUME /app/data
USER app
EXPOSE 8080
# Inside the container only; publish the port on the host's loopback, or behind a proxy that speaks TLS.
ENV Urls=http://0.0.0.0:8080 Local__Enabled=false
ENTRYPOINT ["dotnet", "IncidentBot.Server.dll"]

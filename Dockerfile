# The API in a container: built with the SDK, run without it, as an ordinary user, on a root file system that may be read-only.
FROM mcr.microsoft.com/dotnet/sdk:10.0.401 AS build
WORKDIR /src
# The project files first: a change of code does not restore the packages again.
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY contracts/Benchlearning.Contracts.csproj contracts/
COPY db-migrations/Benchlearning.DbMigrations.csproj db-migrations/
COPY api/Benchlearning.Api.csproj api/
RUN dotnet restore api
COPY contracts contracts
COPY db-migrations db-migrations
COPY docs/problems docs/problems
COPY api api
RUN dotnet publish api -c Release --no-restore -o /app -p:UseAppHost=false

FROM mcr.microsoft.com/dotnet/aspnet:10.0.12
WORKDIR /app
COPY --from=build /app .
# Production: no private PostgreSQL, no sample, and no start on a schema that is missing or newer.
# The schema is deployed with: dotnet Benchlearning.DbMigrations.dll migrate
ENV ASPNETCORE_ENVIRONMENT=Production \
    ASPNETCORE_HTTP_PORTS=8080 \
    DOTNET_EnableDiagnostics=0
EXPOSE 8080
USER $APP_UID
# The image has no curl; bash speaks enough HTTP.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /health/ready HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && read -r _ status _ <&3 && [ \"$status\" = 200 ]"]
ENTRYPOINT ["dotnet", "Benchlearning.Api.dll"]

using Benchlearning.Api;

var builder = WebApplication.CreateBuilder(args);
BenchlearningApp.AddServices(builder);

var app = builder.Build();
if (await Maintenance.RunAsync(app, args) is { } exitCode)
    return exitCode;

BenchlearningApp.Use(app);
await app.RunAsync();
return 0;

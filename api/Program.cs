using Benchlearning.Api;
using Benchlearning.Api.Platform.Errors;

var builder = WebApplication.CreateBuilder(args);
BenchlearningApp.AddServices(builder);

var app = builder.Build();
try
{
    if (await Maintenance.RunAsync(app, args) is { } exitCode)
        return exitCode;

    BenchlearningApp.Use(app);
    await app.RunAsync();
    return 0;
}
catch (StartRefusedException refusal)
{
    await Console.Error.WriteLineAsync(refusal.Message);
    return 1;
}

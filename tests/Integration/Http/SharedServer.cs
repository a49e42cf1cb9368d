using Benchlearning.Testing;
using Benchlearning.Tests.Integration.Features;

namespace Benchlearning.Tests.Integration.Http;

/// <summary>One server with the sample for all tests of this namespace that only read.</summary>
[SetUpFixture]
public sealed class SharedServer
{
    internal static ApiServer Api { get; private set; } = null!;

    [OneTimeSetUp]
    public static async Task Start()
    {
        Api = await ApiServer.StartAsync();
        await NewData.RunSyncAsync(Api);
        await NewData.SubscribeAsync(Api);
        await NewData.OpenBatchAsync(Api);
        await NewData.StewardAsync(Api);
        await NewData.AnalyseAsync(Api);
        await NewData.ShareAsync(Api);
        await NewData.BriefAsync(Api);
        await NewData.SurveyAsync(Api);
        await NewData.AdministerAsync(Api);
        await Api.SqlAsync("insert into person (issuer, subject, name) values ('https://login.example', 'someone', 'Somebody')");
    }

    [OneTimeTearDown]
    public static async Task Stop() => await Api.DisposeAsync();
}

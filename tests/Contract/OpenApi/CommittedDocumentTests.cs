using Benchlearning.Testing;

namespace Benchlearning.Tests.Contract.OpenApi;

/// <summary>openapi.yaml in the root is what the running code says. BENCHLEARNING_UPDATE_OPENAPI=1 writes it anew.</summary>
[TestFixture]
public sealed class CommittedDocumentTests
{
    private const string Placeholder = "http://127.0.0.1:8080";

    private static readonly string Committed = Repository.PathOf("openapi.yaml");

    [Test]
    public async Task The_committed_document_is_the_one_that_the_service_serves()
    {
        await using var api = await ApiServer.StartAsync();

        var served = (await api.Client.GetStringAsync("/v1/openapi.yaml")).Replace(api.BaseAddress.GetLeftPart(UriPartial.Authority), Placeholder, StringComparison.Ordinal);

        if (Repository.Asks("BENCHLEARNING_UPDATE_OPENAPI"))
            await File.WriteAllTextAsync(Committed, served);
        Assert.That(await File.ReadAllTextAsync(Committed), Is.EqualTo(served),
            "openapi.yaml differs from the running code. Look at the difference, then run this test with BENCHLEARNING_UPDATE_OPENAPI=1 and commit the file.");
    }
}

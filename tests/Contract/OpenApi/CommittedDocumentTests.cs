using System.Text.RegularExpressions;
using Benchlearning.Api.Platform.OpenApi;

namespace Benchlearning.Tests.Contract.OpenApi;

/// <summary>openapi.yaml in the root is what the running code says. BENCHLEARNING_UPDATE_OPENAPI=1 writes it anew.</summary>
[TestFixture]
public sealed partial class CommittedDocumentTests
{
    private static readonly string Committed = Repository.PathOf("openapi.yaml");

    [Test]
    public async Task The_committed_document_is_the_one_that_the_service_serves()
    {
        var address = ContractServer.Api.BaseAddress.GetLeftPart(UriPartial.Authority);

        var served = (await ContractServer.Api.Client.GetStringAsync("/v1/openapi.yaml")).Replace(address, OpenApiDocument.PlaceholderServer, StringComparison.Ordinal);

        if (Repository.Asks("BENCHLEARNING_UPDATE_OPENAPI"))
            await File.WriteAllTextAsync(Committed, served);
        Assert.That(await File.ReadAllTextAsync(Committed), Is.EqualTo(served),
            "openapi.yaml differs from the running code. Look at the difference, then run this test with BENCHLEARNING_UPDATE_OPENAPI=1 and commit the file.");
    }

    [Test]
    public async Task No_text_in_the_yaml_looks_like_a_date_to_older_readers()
    {
        var served = await ContractServer.Api.Client.GetStringAsync("/v1/openapi.yaml");

        Assert.That(served, Does.Contain("'2021-02-30'"), "the example of a day that does not exist");
        Assert.That(served.Split('\n').Where(line => BareDate().IsMatch(line)), Is.Empty, "YAML 1.1 takes it for a date, and fails on a day that does not exist");
    }

    [GeneratedRegex(@"^ *([\w.-]+:|-) \d{4}-\d{1,2}-\d{1,2}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BareDate();
}

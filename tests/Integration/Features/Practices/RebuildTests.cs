using Benchlearning.Api.Features.Practices;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Practices;

namespace Benchlearning.Tests.Integration.Features.Practices;

/// <summary>The index of the search is made anew from the practices.</summary>
[TestFixture]
public sealed class RebuildTests
{
    [Test]
    public async Task An_index_that_was_lost_is_as_it_was()
    {
        await using var library = await Library.StartAsync();
        var published = await library.PublishAsync(library.Cesis, Library.Practice());
        _ = await library.CreateAsync(library.Cesis, Library.Practice());
        const string Sql = "select practice_id, topic_id, origin, evidence, cost_euro, population, confirmed_on, is_confirmed, title, words from practice_search order by practice_id";
        var before = await library.Api.SqlAsync(Sql);
        await library.Api.SqlAsync("delete from practice_search");
        var lost = await Library.AskAsync<Page<PracticeHit>>(library.Stranger, "/v1/practices");
        var found = await library.Api.SendAsync(new RebuildPracticeSearch.Command());

        Assert.Multiple(async () =>
        {
            Assert.That(lost.Items, Is.Empty);
            Assert.That((found, before.Single()[0]), Is.EqualTo((1, published.Id.ToString(System.Globalization.CultureInfo.InvariantCulture))));
            Assert.That(await library.Api.SqlAsync(Sql), Is.EqualTo(before));
        });
    }
}

using System.Text.Json.Nodes;

namespace Benchlearning.Tests.Contract.OpenApi;

/// <summary>
/// Version 1 only grows: every line of promises-v1.txt, once released, holds for ever. BENCHLEARNING_UPDATE_OPENAPI=1 adds what is new
/// and takes nothing away; before a release a line is taken away by hand.
/// </summary>
[TestFixture]
public sealed class PromiseTests
{
    private static readonly string Promised = Repository.PathOf("tests", "Contract", "OpenApi", "promises-v1.txt");

    [Test]
    public void Nothing_that_version_1_promises_is_taken_back()
    {
        var promises = ContractServer.Document.Promises();
        var before = File.Exists(Promised) ? File.ReadAllLines(Promised) : [];
        if (Repository.Asks("BENCHLEARNING_UPDATE_OPENAPI"))
            File.WriteAllLines(Promised, before.Union(promises, StringComparer.Ordinal).Order(StringComparer.Ordinal));

        Assert.Multiple(() =>
        {
            Assert.That(before.Except(promises, StringComparer.Ordinal), Is.Empty, "Clients rely on these.");
            Assert.That(promises.Except(File.ReadAllLines(Promised), StringComparer.Ordinal), Is.Empty, "These are new: run this test with BENCHLEARNING_UPDATE_OPENAPI=1 and commit the file.");
        });
    }

    [Test]
    public void A_request_that_was_valid_needs_no_new_parameter()
    {
        var before = File.ReadAllLines(Promised).ToHashSet(StringComparer.Ordinal);

        var demands = ContractServer.Document.Promises().Where(promise => promise.EndsWith(" required", StringComparison.Ordinal) && !before.Contains(promise))
            .Where(promise => before.Contains(promise.Split(" ? ")[0]));

        Assert.That(demands, Is.Empty);
    }

    [Test]
    public void A_field_that_is_taken_away_and_a_parameter_that_is_demanded_are_noticed()
    {
        var before = new ServedDocument(Document("""{ "name": { "type": "string" }, "code": { "type": ["null", "string"] } }""", required: false)).Promises();
        var after = new ServedDocument(Document("""{ "code": { "type": "integer" } }""", required: true)).Promises();

        Assert.That(before.Except(after), Is.EquivalentTo(["Thing.name: string", "Thing.code: null|string", "GET /v1/things ? q: string optional"]));

        static JsonNode Document(string fields, bool required) => JsonNode.Parse($$"""
            { "paths": { "/v1/things": { "get": { "operationId": "listThings",
                "parameters": [{ "name": "q", "in": "query", "required": {{(required ? "true" : "false")}}, "schema": { "type": "string" } }],
                "responses": { "200": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Thing" } } } } } } } },
              "components": { "schemas": { "Thing": { "type": "object", "properties": {{fields}} } } } }
            """)!;
    }
}

using Benchlearning.Testing;

/// <summary>In the global namespace, so that it stands around every test of this assembly.</summary>
[SetUpFixture]
#pragma warning disable CA1050, MA0047 // NUnit scopes a set-up fixture by its namespace.
public sealed class AfterAllTests : StopsTheTestCluster;

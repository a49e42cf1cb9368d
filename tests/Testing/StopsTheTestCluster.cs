using NUnit.Framework;

namespace Benchlearning.Testing;

/// <summary>
/// Stops the test cluster after the last test. Derive a class in the global namespace of each test assembly and mark it
/// <c>[SetUpFixture]</c>. When a run is killed, the next one removes what it left.
/// </summary>
public abstract class StopsTheTestCluster
{
    [OneTimeTearDown]
    public Task StopTheTestCluster() => TestCluster.StopAsync();
}

using System.Globalization;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Errors;

namespace Benchlearning.Api.Features.Audit;

/// <summary>Whose personal data a caller may ask for: their own, and an administrator anyone's.</summary>
internal static class KnownPerson
{
    /// <summary>The number of a person in an address, which may be me; 404 for one that is none of the caller's business, as if there were none.</summary>
    public static long OrNotFound(Caller caller, string id)
    {
        if (id == "me" && caller.PersonId is { } own)
            return own;
        return long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && (caller.May(Permission.ManageAccess) || caller.PersonId == number) ? number : throw NotFound(id);
    }

    public static ProblemException NotFound(string id) => new(ProblemTypes.NotFound, id == "me"
        ? "You came in with a key, not as a person: nothing personal is kept of you." : $"There is no person '{Excerpt.Of(id)}', or it is not you.");
}

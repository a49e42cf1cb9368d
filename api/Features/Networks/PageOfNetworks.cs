using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Paging;
using FluentValidation;

namespace Benchlearning.Api.Features.Networks;

/// <summary>A query for one page of a list.</summary>
internal interface IPageOfNetworks
{
    int? Limit { get; }

    string? Cursor { get; }

    /// <summary>Everything of the request that must stay the same from page to page.</summary>
    string Fingerprint { get; }
}

/// <summary>Checks the limit and the cursor of a list whose pages continue after one key.</summary>
internal abstract class PageValidator<T> : AbstractValidator<T>
    where T : IPageOfNetworks
{
    protected PageValidator(CatalogueWatch watch) => RuleFor(query => query).Custom((query, context) =>
    {
        var findings = new FindingsOf<T>(context);
        Paging.CheckLimit(query.Limit, NetworkText.MostOnPage, findings.Add);
        _ = Cursor.Read(watch.Current.CursorKey, query.Fingerprint, query.Cursor, 1, findings.Add);
    });
}

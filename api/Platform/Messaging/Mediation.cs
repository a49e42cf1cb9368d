using System.Reflection;
using Benchlearning.Api.Platform.Http;
using FluentValidation;
using MediatR;

namespace Benchlearning.Api.Platform.Messaging;

/// <summary>
/// Everything that knows which MediatR version this is: 5.1.0 has no registration of its own (see docs/decisions/0002).
/// Moving to 12.x changes this file and <see cref="ValidationBehaviour{TRequest,TResponse}"/>'s signature only.
/// </summary>
internal static class Mediation
{
    /// <summary>Registers the mediator, the validation behaviour, and every handler and validator of an assembly.</summary>
    public static IServiceCollection AddMediation(this IServiceCollection services, Assembly assembly)
    {
        services.AddTransient<ServiceFactory>(provider => provider.GetService!);
        services.AddTransient<IMediator, Mediator>();
        services.AddTransient(typeof(IPipelineBehavior<,>), typeof(ValidationBehaviour<,>));
        services.AddScoped<RequestValidation>();
        services.AddValidatorsFromAssembly(assembly, ServiceLifetime.Singleton, includeInternalTypes: true);

        var handlers =
            from type in assembly.GetTypes()
            where type is { IsClass: true, IsAbstract: false }
            from contract in type.GetInterfaces()
            where contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IRequestHandler<,>)
            select (contract, type);
        foreach (var (contract, type) in handlers)
            services.AddTransient(contract, type);
        return services;
    }
}

/// <summary>Checks a request without carrying it out: for one that is carried out later.</summary>
internal sealed class RequestValidation(IServiceProvider services, RequestFindings requestFindings)
{
    /// <summary>Throws one <see cref="ValidationException"/> with everything that the validators and the query guard find.</summary>
    public async Task ValidateAsync(object request, CancellationToken cancellationToken)
    {
        var failures = new List<FluentValidation.Results.ValidationFailure>(requestFindings.Failures);
        foreach (var validator in services.GetServices(typeof(IValidator<>).MakeGenericType(request.GetType())).Cast<IValidator>())
            failures.AddRange((await validator.ValidateAsync(new ValidationContext<object>(request), cancellationToken)).Errors);
        if (failures.Count > 0)
            throw new ValidationException(failures);
    }
}

/// <summary>
/// Runs every validator of a request, adds what the query guard found in its parameters, and throws one
/// <see cref="ValidationException"/> with all findings.
/// </summary>
internal sealed class ValidationBehaviour<TRequest, TResponse>(IEnumerable<IValidator<TRequest>> validators, RequestFindings requestFindings)
    : IPipelineBehavior<TRequest, TResponse>
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        var failures = new List<FluentValidation.Results.ValidationFailure>(requestFindings.Failures);
        foreach (var validator in validators)
            failures.AddRange((await validator.ValidateAsync(request, cancellationToken)).Errors.Where(failure => !IsSaidAlready(failure)));
        if (failures.Count > 0)
            throw new ValidationException(failures);
        return await next();
    }

    /// <summary>A parameter that the guard refused does not reach the validator, who misses it.</summary>
    private bool IsSaidAlready(FluentValidation.Results.ValidationFailure failure) =>
        failure.ErrorCode == "required" && requestFindings.Failures.Any(found => found.PropertyName == failure.PropertyName);
}

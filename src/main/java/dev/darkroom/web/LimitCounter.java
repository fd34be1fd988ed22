package dev.darkroom.web;

import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;

/**
 * Counts a request to a {@link Limited} method, before the method sees it and after all filters: who forges a request, and
 * is refused for it, uses up nothing of anybody's.
 */
@Limited(Limits.Of.SIGN_UP)
@Interceptor
@Priority(Interceptor.Priority.APPLICATION)
class LimitCounter {

    private final Limits limits;
    private final CurrentVisitor visitor;
    private final RoutingContext request;

    LimitCounter(Limits limits, CurrentVisitor visitor, RoutingContext request) {
        this.limits = limits;
        this.visitor = visitor;
        this.request = request;
    }

    @AroundInvoke
    Object count(InvocationContext method) throws Exception {
        Limits.Of of = method.getMethod().getAnnotation(Limited.class).value();
        limits.count(of, of.isAtTheDoor() ? Client.of(request.request()) : visitor.id());
        return method.proceed();
    }
}

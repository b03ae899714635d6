output "bucket_name" {
  description = "Bucket of the web client and of Django's static files."
  value       = module.bucket.name
}

output "distribution_id" {
  description = "Id of the distribution."
  value       = aws_cloudfront_distribution.this.id
}

output "distribution_host" {
  description = "Host that CloudFront gave the distribution."
  value       = aws_cloudfront_distribution.this.domain_name
}

output "distribution_zone_id" {
  description = "Hosted zone that an alias record of the distribution names."
  value       = aws_cloudfront_distribution.this.hosted_zone_id
}
